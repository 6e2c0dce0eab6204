/**
 * A connection down a response that does not end: server-sent events, each a packet in base64. What the client says
 * comes by requests of its own (`fallback-endpoint.ts`).
 *
 * Events are text because proxies know them: `text/event-stream` is passed on at once by those that hold back or
 * compress everything else. It costs a third more bytes than binary.
 */
import type { ServerResponse } from 'node:http'
import { type CloseReason, SERVER_PING_MS, STREAM_PING_MS } from '@dure/protocol'
import type { Clock, Timer } from '../clock.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { AddressedListener, Connection } from './connection.ts'
import { closeItem, type OutgoingBatch, serverSentEvent } from './outgoing-batch.ts'

/**
 * A comment before the first event: shows the client that the stream flows before its document is loaded, and goes
 * beyond the buffers of proxies that wait for a kilobyte or two.
 */
const PRELUDE = `:${' '.repeat(2048)}\n\n`
/** Long enough to travel apart from the prelude. */
const FIRST_WORD_MS = 100
const ALIVE = serverSentEvent([{ kind: 'alive' }])
/** A response that the client does not take the end of is cut after this. */
const CLOSE_GRACE_MS = 2000

export class StreamConnection implements Connection {
  readonly #response: ServerResponse
  readonly #clock: Clock
  readonly #metrics: Metrics
  #listener: AddressedListener | undefined
  #ping: Timer | undefined
  #first: Timer | undefined
  #heardAt: number
  #closing = false
  #paused = false
  #welcomed = false

  constructor(response: ServerResponse, clock: Clock, metrics: Metrics) {
    this.#response = response
    this.#clock = clock
    this.#metrics = metrics
    this.#heardAt = clock.now()
  }

  /** Begins the response and starts handing events to the session. */
  listen(listener: AddressedListener): void {
    const response = this.#response
    this.#listener = listener
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      // No proxy may keep it, compress it, or wait for more of it (the last is nginx's own).
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    })
    response.write(PRELUDE)
    // Something small, on its own: a proxy that lets the prelude pass and waits for more holds this back, and the client
    // sees that it does.
    this.#first = this.#clock.setTimeout(() => this.probe(), FIRST_WORD_MS)
    response.on('drain', () => listener.drained())
    response.on('close', () => {
      this.#ping?.cancel()
      this.#first?.cancel()
      listener.disconnected()
    })
    this.#ping = this.#clock.setInterval(() => this.#beat(listener), STREAM_PING_MS)
  }

  get heardAt(): number {
    return this.#heardAt
  }

  /** The client answers by a post. */
  probe(): void {
    if (!this.#closing && this.#response.writable) this.#response.write(ALIVE)
  }

  get queuedBytes(): number {
    return this.#response.writableLength
  }

  send(batch: OutgoingBatch): void {
    if (this.#closing || !this.#response.writable) return
    if (!this.#welcomed) {
      this.#welcomed = true
      this.#listener?.welcomed()
    }
    const event = batch.serverSentEvent
    this.#response.write(event)
    this.#metrics.sentBytes.inc(event.length)
  }

  /** What the client said by a request. */
  received(message: Uint8Array): void {
    this.#heardAt = this.#clock.now()
    // Nothing keeps requests from coming, so what comes while nobody listens is dropped: carets and pings.
    if (!this.#closing && !this.#paused) this.#listener?.received(message)
  }

  /** As long as it is open. */
  get attended(): boolean {
    return !this.#closing && this.#response.writable
  }

  /** The same client has connected anew: this is what is left of a connection that it lost. */
  supersede(): void {
    this.#response.destroy()
  }

  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
  }

  close(reason: CloseReason, detail?: string): void {
    if (this.#closing) return
    this.#closing = true
    this.#ping?.cancel()
    this.#response.end(serverSentEvent([closeItem(reason, detail)]))
    this.#clock.setTimeout(() => this.#response.destroy(), CLOSE_GRACE_MS)
  }

  #beat(listener: AddressedListener): void {
    // As a socket that leaves a ping unanswered until the next: the client may be gone without a word.
    if (this.#clock.now() - this.#heardAt > 2 * SERVER_PING_MS) {
      this.#response.destroy()
      return
    }
    this.#response.write(ALIVE)
    listener.beat()
  }
}
