/**
 * Keeps what one connection may pile up in the server bounded, both ways (SPEC DU7).
 *
 * Inward: a client with too much unanswered is not read from until half of it is answered. Outward: a client that does
 * not read what it was sent is sent nothing more of the room until it has; then one catch-up brings it up to date. One
 * that goes on asking meanwhile and does not read the answers is not read from either, and one that reads too slowly for
 * too long is given up.
 */
import type { Clock, Timer } from '../clock.ts'
import {
  MAX_INFLIGHT_BYTES_PER_CONNECTION,
  MAX_INFLIGHT_UPDATES_PER_CONNECTION,
  MAX_UNREAD_ANSWER_BYTES,
  SLOW_READER_BYTES,
  SLOW_READER_BYTES_PER_SECOND,
  SLOW_READER_MS,
} from '../limits.ts'
import type { Connection } from '../transport/connection.ts'

export class FlowControl {
  readonly #connection: Pick<Connection, 'queuedBytes' | 'pause' | 'resume'>
  readonly #clock: Clock
  readonly #givenUp: () => void
  #inflightBytes = 0
  #inflightUpdates = 0
  #paused = false
  /** Set while much waits to be read by the client, and it is sent nothing but answers. */
  #lagging: Timer | undefined
  /** Whether it was not sent something of the room meanwhile. */
  #missed = false
  #answeredBytes = 0

  /** @param givenUp The client has been reading too slowly for too long. */
  constructor(connection: Pick<Connection, 'queuedBytes' | 'pause' | 'resume'>, clock: Clock, givenUp: () => void) {
    this.#connection = connection
    this.#clock = clock
    this.#givenUp = givenUp
  }

  /** Whether the room, and large answers, must wait until the client has read what it has. */
  get lagging(): boolean {
    return this.#lagging !== undefined
  }

  /** So much more, or less, is unanswered. */
  underway(updates: number, bytes: number): void {
    this.#inflightUpdates += updates
    this.#inflightBytes += bytes
    const load = Math.max(
      this.#inflightBytes / MAX_INFLIGHT_BYTES_PER_CONNECTION,
      this.#inflightUpdates / MAX_INFLIGHT_UPDATES_PER_CONNECTION,
    )
    if (!this.#paused && load > 1) {
      this.#paused = true
      this.#connection.pause()
    } else if (this.#paused && load <= 0.5) {
      this.#paused = false
      if (!this.#answersUnread) this.#connection.resume()
    }
  }

  /** This was handed to the connection. */
  sent(batch: { readonly bytes: number }): void {
    if (this.#lagging) {
      this.#answeredBytes += batch.bytes
      if (this.#answersUnread) this.#connection.pause()
    } else if (this.#connection.queuedBytes > SLOW_READER_BYTES) this.#lag()
  }

  #lag(): void {
    const { queuedBytes } = this.#connection
    const allowedMs = SLOW_READER_MS + (queuedBytes / SLOW_READER_BYTES_PER_SECOND) * 1000
    this.#answeredBytes = 0
    this.#lagging = this.#clock.setTimeout(this.#givenUp, allowedMs)
  }

  /** Something of the room was not sent, because the client lags. */
  missed(): void {
    this.#missed = true
  }

  /** The network took everything. Answers what that means for a client that lagged; undefined when it did not. */
  drained(): { readonly missed: boolean } | undefined {
    if (!this.#lagging) return undefined
    const unread = this.#answersUnread
    this.#lagging.cancel()
    this.#lagging = undefined
    if (unread && !this.#paused) this.#connection.resume()
    const missed = this.#missed
    this.#missed = false
    return { missed }
  }

  stop(): void {
    this.#lagging?.cancel()
  }

  get #answersUnread(): boolean {
    return this.#lagging !== undefined && this.#answeredBytes > MAX_UNREAD_ANSWER_BYTES
  }
}
