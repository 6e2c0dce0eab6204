/** One client's connection as a session sees it, whatever carries it. */
import type { CloseReason } from '@dure/protocol'
import type { OutgoingBatch } from './outgoing-batch.ts'

export interface Connection {
  /** When the other end last gave a sign of life, by the server's clock; undefined where it cannot be asked for one. */
  readonly heardAt: number | undefined
  /** Asks it for one. */
  probe(): void
  /** Bytes handed over and not yet taken by the network. */
  readonly queuedBytes: number
  send(batch: OutgoingBatch): void
  /** Stops and goes on reading from the client; what was read already still arrives. */
  pause(): void
  resume(): void
  /** Says why, then closes. Nothing is sent or received after it. */
  close(reason: CloseReason, detail?: string): void
}

/** What a connection tells its session. */
export interface ConnectionListener {
  received(message: Uint8Array): void
  /** Everything queued was taken by the network. */
  drained(): void
  /** Called at the ping interval: a chance to send a sign of life of one's own. */
  beat(): void
  /** The connection is gone or broken; may be called twice. */
  disconnected(): void
}

/** The same of a connection whose client speaks by requests of its own. */
export interface AddressedListener extends ConnectionListener {
  /** The session is about to say its first word: its document is open, and it is in the room. */
  welcomed(): void
}
