/** What a client sends before its room is open: kept in order, and bounded. Pure. */
import { MAX_OPENING_BYTES, MAX_OPENING_MESSAGES } from '../limits.ts'

export class EarlyMessages implements Iterable<Uint8Array> {
  readonly #messages: Uint8Array[] = []
  #bytes = 0

  /** False when it is more than is kept. */
  add(message: Uint8Array): boolean {
    this.#bytes += message.length
    this.#messages.push(message)
    return this.#messages.length <= MAX_OPENING_MESSAGES && this.#bytes <= MAX_OPENING_BYTES
  }

  [Symbol.iterator](): Iterator<Uint8Array> {
    return this.#messages.values()
  }
}
