/**
 * Makes one story of what polls say of presence: each tells who is here as a whole, by the replica that answered it,
 * whose clocks may be behind those of the one before. Answers what has changed, at clocks that only rise.
 */
import type { PresenceEntry } from '@dure/protocol'

const LEFT = 'null'

export class PresenceFollower {
  readonly #known = new Map<number, PresenceEntry>()

  /** @param everyone All who are here. */
  whole(everyone: readonly PresenceEntry[]): PresenceEntry[] {
    const changes: PresenceEntry[] = []
    const here = new Set(everyone.map((entry) => entry.yjsClientId))
    for (const known of this.#known.values()) {
      // y-protocols takes "left" at the clock it knows.
      if (!here.has(known.yjsClientId)) changes.push({ ...known, json: LEFT })
    }
    for (const { yjsClientId } of changes) this.#known.delete(yjsClientId)
    for (const entry of everyone) {
      const known = this.#known.get(entry.yjsClientId)
      if (known?.json === entry.json) continue
      const told = { ...entry, clock: Math.max(entry.clock, (known?.clock ?? 0) + 1) }
      this.#known.set(entry.yjsClientId, told)
      changes.push(told)
    }
    return changes
  }
}
