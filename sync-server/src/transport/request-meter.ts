/** How many requests an address may send to `/sync`: as many as one socket may send messages. Pure. */
import { MAX_METERED_ADDRESSES } from '../limits.ts'
import { MessageMeter } from '../session/message-meter.ts'

export class RequestMeter {
  /** Last used last. */
  readonly #meters = new Map<string, MessageMeter>()

  /** Counts one request. False when the address is over its limit. */
  count(address: string, now: number): boolean {
    const meter = this.#meters.get(address) ?? new MessageMeter(now)
    this.#meters.delete(address)
    this.#meters.set(address, meter)
    const [longestAgo] = this.#meters.keys()
    if (this.#meters.size > MAX_METERED_ADDRESSES && longestAgo !== undefined) this.#meters.delete(longestAgo)
    return meter.count(now)
  }
}
