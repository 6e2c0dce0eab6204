/** How clients speak to one kind of server: enough to join, write, and see what others wrote. */

/** Where a returning client stands. */
export type Copy =
  /** It names the last number of the log that it has. */
  | { readonly kind: 'log'; readonly epoch: number; readonly lastSeq: number }
  /** It sends a Yjs state vector. */
  | { readonly kind: 'state-vector'; readonly stateVector: Uint8Array }

export type UpdateVisitor = (bytes: Buffer, start: number, end: number) => void

export interface Wire {
  readonly subprotocol?: string
  path(document: string): string
  /** What a client says at once when it is connected. */
  opening(document: string, copy?: Copy): Uint8Array[]
  /** Whether this message makes the client "synced": it holds all there was when it joined. */
  isSynced(bytes: Buffer, start: number, end: number): boolean
  /** The message that carries this client's n-th update, from 1 on. */
  update(document: string, n: number, update: Uint8Array): Uint8Array
  /** Calls `visit` for each Yjs update in a message; in none when the message carries none. */
  updatesIn(bytes: Buffer, start: number, end: number, visit: UpdateVisitor): void
  /** The number up to which the sender's updates are acknowledged by this message; 0 when it says nothing of it. */
  acknowledged(bytes: Buffer, start: number, end: number): number
}

/** A read position over bytes, without allocation: `readVarUint` leaves the next position in `cursor.at`. */
export const cursor = { at: 0 }

export function readVarUint(bytes: Uint8Array, at: number): number {
  let value = 0
  let factor = 1
  let index = at
  for (;;) {
    const byte = bytes[index] ?? 0
    index += 1
    value += (byte & 0x7f) * factor
    if (byte < 0x80) break
    factor *= 128
  }
  cursor.at = index
  return value
}
