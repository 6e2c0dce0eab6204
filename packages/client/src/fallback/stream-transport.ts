/**
 * A transport without WebSocket: the server's words by a response that does not end, the client's by requests, each of
 * which may reach another replica (PROTOCOL.md, section 10).
 */
import { CLOSE, MESSAGE, type PacketItem, writeGoaway, writePing, writeStreamRequest } from '@dure/protocol'
import { STREAM_ECHO_LOOKS, STREAM_ECHO_MS, STREAM_QUIET_MS } from '../limits.ts'
import type { OpenTransport, Transport, TransportListener } from '../transport.ts'
import { EventLines } from './event-lines.ts'
import { post, readAnswer, readWhole } from './http-answer.ts'
import { type HttpTransportPorts, helloIn, nameIn } from './http-transport.ts'
import { PostQueue } from './post-queue.ts'
import { BROKEN, STALLED } from './transport-race.ts'

export const streamTransport =
  (ports: HttpTransportPorts): OpenTransport =>
  (listener) => {
    const transport = new StreamTransport(ports, listener)
    queueMicrotask(() => transport.begin())
    return transport
  }

class StreamTransport implements Transport {
  readonly #ports: HttpTransportPorts
  readonly #listener: TransportListener
  readonly #stop = new AbortController()
  /** Pushes apart from the rest: a caret does not wait behind a large edit. */
  #queues: { readonly pushes: PostQueue; readonly others: PostQueue } | undefined
  /** The client's own, as it was said last. */
  #ownPresence: Uint8Array | undefined
  /** A ping was posted, and nothing came by the stream since. */
  #pinged = false
  #echoTimer: unknown
  /** The server says something every 15 s. Answers to posts do not count: they do not come by the stream. */
  #quietTimer: unknown

  constructor(ports: HttpTransportPorts, listener: TransportListener) {
    this.#ports = ports
    this.#listener = listener
  }

  begin(): void {
    if (!this.#over) this.#listener.opened()
  }

  get bufferedBytes(): number {
    return this.#queues ? this.#queues.pushes.bytes + this.#queues.others.bytes : 0
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.#over) return
    if (!this.#queues) this.#start(message)
    else if (message[0] === MESSAGE.push) this.#queues.pushes.add(message)
    else {
      if (message[0] === MESSAGE.awareness) this.#ownPresence = message
      if (message[0] === MESSAGE.ping) this.#ping(message)
      else if (message[0] === MESSAGE.reauth && nameIn(message) === undefined) this.#startOver()
      else this.#queues.others.add(message)
    }
  }

  close(): void {
    this.#stop.abort()
    this.#queues?.pushes.stop()
    this.#queues?.others.leave()
    this.#ports.clock.clearTimeout(this.#echoTimer)
    this.#ports.clock.clearTimeout(this.#quietTimer)
  }

  get #over(): boolean {
    return this.#stop.signal.aborted
  }

  #start(hello: Uint8Array<ArrayBuffer>): void {
    const { url, fetch, clock } = this.#ports
    const queue = (answered: (posted: readonly Uint8Array[]) => void) =>
      new PostQueue({
        fetch,
        clock,
        url: `${url}/post`,
        sessionId: helloIn(hello).sessionId,
        answered: (items, posted) => {
          this.#take(items)
          answered(posted)
        },
        failed: (code) => this.#end(code),
      })
    this.#queues = { pushes: queue(() => {}), others: queue((posted) => this.#pingPosted(posted)) }
    this.#read(hello).catch(() => this.#end(BROKEN))
  }

  async #read(hello: Uint8Array<ArrayBuffer>): Promise<void> {
    const { url, fetch } = this.#ports
    const response = await post(fetch, `${url}/stream`, writeStreamRequest([hello]), this.#stop.signal)
    const answer = await readAnswer(response)
    if (answer.kind === 'closed') this.#end(answer.code)
    else if (answer.kind === 'packet') this.#take(answer.items)
    else await this.#readEvents(answer.body)
    this.#end(BROKEN)
  }

  async #readEvents(body: ReadableStream<Uint8Array>): Promise<void> {
    const lines = new EventLines()
    const reader = body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || this.#over) return
      this.#flows()
      for (const packet of lines.take(value)) {
        this.#listener.flowing?.()
        this.#take(readWhole(packet) ?? [])
      }
    }
  }

  /** Bytes came. */
  #flows(): void {
    const { clock } = this.#ports
    this.#pinged = false
    clock.clearTimeout(this.#echoTimer)
    clock.clearTimeout(this.#quietTimer)
    this.#quietTimer = clock.setTimeout(() => this.#ping(writePing()), STREAM_QUIET_MS)
  }

  #take(items: readonly PacketItem[]): void {
    for (const item of items) {
      if (this.#over) return
      switch (item.kind) {
        case 'message':
          this.#hear(item.message)
          break
        case 'close':
          this.#end(item.code)
          break
        case 'alive':
          // With it the latest presence again: what was posted where the session is not may have been lost on the way.
          if (this.#ownPresence) this.#queues?.others.add(this.#ownPresence)
          this.#ping(writePing())
          break
        case 'mark':
          break
        default:
          item satisfies never
      }
    }
  }

  #hear(message: Uint8Array): void {
    this.#listener.message(message)
    // The document is here and the way is free: does something small get through, too?
    if (message[0] === MESSAGE.synced) this.#ping(writePing())
  }

  #ping(ping: Uint8Array): void {
    this.#pinged = true
    this.#queues?.others.add(ping)
  }

  /** The server has what was posted; its answer to a ping comes by the stream, or nothing does. */
  #pingPosted(posted: readonly Uint8Array[]): void {
    if (this.#pinged && posted.some((message) => message[0] === MESSAGE.ping)) this.#awaitEcho(STREAM_ECHO_LOOKS)
  }

  #awaitEcho(looks: number): void {
    if (this.#over) return
    const { clock } = this.#ports
    clock.clearTimeout(this.#echoTimer)
    this.#echoTimer = clock.setTimeout(
      () => (looks > 1 ? this.#awaitEcho(looks - 1) : this.#end(STALLED)),
      STREAM_ECHO_MS,
    )
  }

  #startOver(): void {
    // As a server that leaves: come back, and at once.
    this.#listener.message(writeGoaway(0))
    this.#end(CLOSE.restarting.code)
  }

  #end(code: number): void {
    if (this.#over) return
    this.close()
    this.#listener.closed(code)
  }
}
