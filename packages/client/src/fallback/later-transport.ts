/** A transport whose code is loaded when it is needed: most networks let a WebSocket through, and never need another. */
import type { OpenTransport, Transport, TransportListener } from '../transport.ts'
import { BROKEN } from './transport-race.ts'

/** @param load May fail as the network does: then this attempt ends as one that broke, and the next loads again. */
export const laterTransport =
  (load: () => Promise<OpenTransport>): OpenTransport =>
  (listener) =>
    new LaterTransport(load, listener)

class LaterTransport implements Transport {
  #transport: Transport | undefined
  #closed = false

  constructor(load: () => Promise<OpenTransport>, listener: TransportListener) {
    load()
      .then((open) => {
        if (!this.#closed) this.#transport = open(listener)
      })
      .catch(() => {
        if (!this.#closed) listener.closed(BROKEN)
      })
  }

  get bufferedBytes(): number {
    return this.#transport?.bufferedBytes ?? 0
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    this.#transport?.send(message)
  }

  close(code: number, reason: string): void {
    this.#closed = true
    this.#transport?.close(code, reason)
  }
}
