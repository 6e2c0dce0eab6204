/** A token bucket: so many messages a second over time, so many at once after a quiet while. Pure. */
import { MESSAGE_BURST, MESSAGES_PER_SECOND } from '../limits.ts'

export class MessageMeter {
  #tokens = MESSAGE_BURST
  #at: number

  constructor(now: number) {
    this.#at = now
  }

  /** Counts one message. False when the sender is over its limit. */
  count(now: number): boolean {
    this.#tokens = Math.min(MESSAGE_BURST, this.#tokens + ((now - this.#at) / 1000) * MESSAGES_PER_SECOND) - 1
    this.#at = now
    return this.#tokens >= 0
  }
}
