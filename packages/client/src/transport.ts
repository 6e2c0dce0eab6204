/**
 * The port to the network: whole messages both ways, in order, over something that breaks: a WebSocket, and in
 * `fallback/` what takes its place where none gets through.
 */

/** One attempt at a connection. Created opening; dead for good once `closed` was reported. */
export interface Transport {
  /** Queues a whole message. Dropped without a word unless the transport is open: what must arrive is in the outbox. */
  send(message: Uint8Array<ArrayBuffer>): void
  /** Lets go of the connection. Idempotent; `closed` is not reported for it. */
  close(code: number, reason: string): void
  /** Bytes queued here and not yet taken by the network: shrinks while a large message is under way. */
  readonly bufferedBytes: number
}

export interface TransportListener {
  opened(): void
  /** Bytes of the server's come through, though no whole message yet. May be called often, or never. */
  flowing?(): void
  message(bytes: Uint8Array): void
  /** The other side or the network ended it, or it never opened. Reported once. `code` as in close-code.ts. */
  closed(code: number): void
}

/** A close code of one's own: the browser lets a page close with 1000 and 3000–4999 only. */
export const NORMAL_CLOSURE = 1000

export type OpenTransport = (listener: TransportListener) => Transport
