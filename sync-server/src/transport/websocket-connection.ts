/**
 * A WebSocket as a `Connection`. `ws` reads and does the handshake; frames that go to many sockets at once are written
 * straight to the TCP socket, which `ws` shares as long as nothing is compressed or fragmented (we do neither).
 */

import type { Duplex } from 'node:stream'
import { CLOSE, type CloseReason, SERVER_PING_MS } from '@dure/protocol'
import type { WebSocket } from 'ws'
import type { Clock, Timer } from '../clock.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Connection, ConnectionListener } from './connection.ts'
import { cutReason, type OutgoingBatch } from './outgoing-batch.ts'

/** A peer that does not answer our close is cut after this. */
const CLOSE_GRACE_MS = 2000

export class WebSocketConnection implements Connection {
  readonly #webSocket: WebSocket
  readonly #socket: Duplex
  readonly #clock: Clock
  readonly #metrics: Metrics
  #ping: Timer | undefined
  #listener: ConnectionListener | undefined
  #heard = true
  #heardAt: number
  #closing = false

  /** @param socket The TCP (or TLS) socket under `webSocket`. */
  constructor(webSocket: WebSocket, socket: Duplex, clock: Clock, metrics: Metrics) {
    this.#webSocket = webSocket
    this.#socket = socket
    this.#clock = clock
    this.#metrics = metrics
    this.#heardAt = clock.now()
    // Without a listener a broken frame of a stranger would end the process.
    webSocket.on('error', () => this.#broken())
  }

  /** Starts handing events to the session. */
  listen(listener: ConnectionListener): void {
    const webSocket = this.#webSocket
    this.#listener = listener
    webSocket.on('message', (data, isBinary) => {
      this.#hears()
      if (this.#closing) return
      if (isBinary && data instanceof Uint8Array) listener.received(data)
      else this.close(CLOSE.malformed, 'text frames are not part of the protocol')
    })
    webSocket.on('pong', () => this.#hears())
    webSocket.on('close', () => {
      this.#ping?.cancel()
      listener.disconnected()
    })
    this.#socket.on('drain', () => listener.drained())
    this.#ping = this.#clock.setInterval(() => this.#beat(listener), SERVER_PING_MS)
  }

  get heardAt(): number {
    return this.#heardAt
  }

  probe(): void {
    if (!this.#closing) this.#webSocket.ping()
  }

  #hears(): void {
    this.#heard = true
    this.#heardAt = this.#clock.now()
  }

  get queuedBytes(): number {
    return this.#socket.writableLength
  }

  send(batch: OutgoingBatch): void {
    if (this.#closing || !this.#socket.writable) return
    const frames = batch.webSocketFrames
    const [first] = frames
    if (frames.length > 1) this.#socket.cork()
    for (const each of frames) this.#socket.write(each)
    if (frames.length > 1) this.#socket.uncork()
    this.#metrics.sentBytes.inc(frames.length === 1 && first ? first.length : batch.bytes)
  }

  pause(): void {
    this.#webSocket.pause()
  }

  resume(): void {
    this.#webSocket.resume()
  }

  close(reason: CloseReason, detail?: string): void {
    if (this.#closing) return
    this.#webSocket.resume()
    this.#webSocket.close(reason.code, cutReason(detail ?? reason.meaning))
    this.#closed()
  }

  /** An oversized or broken frame: `ws` has sent its close (1009, 1002 or 1007), after which nothing may follow. */
  #broken(): void {
    if (this.#closing) return
    this.#closed()
    this.#listener?.disconnected()
  }

  #closed(): void {
    this.#closing = true
    this.#ping?.cancel()
    this.#clock.setTimeout(() => this.#webSocket.terminate(), CLOSE_GRACE_MS)
  }

  #beat(listener: ConnectionListener): void {
    if (!this.#heard) {
      this.#webSocket.terminate()
      return
    }
    this.#heard = false
    this.#webSocket.ping()
    listener.beat()
  }
}
