/**
 * Whose presence still has somebody behind it. A socket may hang without an end being told (a laptop that sleeps, a
 * network that changed), and is cut only after two pings of 25 s. Presence is more impatient: whoever is shown to others
 * and falls silent is asked for a sign of life, and hidden when none comes; heard again, they are shown again.
 *
 * Pure: `FanOut` looks once a presence heartbeat, and does what is answered.
 */
import { PRESENCE_ANSWER_MS, PRESENCE_QUIET_MS } from '../limits.ts'

export interface Heard {
  /** When the other end last gave a sign of life; undefined where it cannot be asked for one. */
  readonly heardAt: number | undefined
}

export type Pulse = 'alive' | 'ask' | 'silent'

export class PresencePulse<Member extends Heard> {
  /** When those were asked who have not answered since. */
  readonly #asked = new Map<Member, number>()

  look(member: Member, now: number): Pulse {
    const { heardAt } = member
    const askedAt = this.#asked.get(member)
    if (heardAt === undefined) return 'alive'
    if (askedAt !== undefined && heardAt <= askedAt) return now - askedAt >= PRESENCE_ANSWER_MS ? 'silent' : 'alive'
    this.#asked.delete(member)
    if (now - heardAt < PRESENCE_QUIET_MS) return 'alive'
    this.#asked.set(member, now)
    return 'ask'
  }

  leave(member: Member): void {
    this.#asked.delete(member)
  }
}
