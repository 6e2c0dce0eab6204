/**
 * goaway, server → client: the server is about to close; come back after this long, to any replica.
 *
 * varUint 25 · varUint reconnectAfterMs
 */
import { encode, type Reader, writeVarUint } from '../bytes.ts'
import { MESSAGE } from './message-type.ts'

export interface Goaway {
  readonly type: 'goaway'
  /** Spread by the server so that clients do not return all at once. */
  readonly reconnectAfterMs: number
}

export const writeGoaway = (reconnectAfterMs: number): Uint8Array<ArrayBuffer> =>
  encode((encoder) => {
    writeVarUint(encoder, MESSAGE.goaway)
    writeVarUint(encoder, reconnectAfterMs)
  })

/** Reads what follows the type. */
export const readGoaway = (reader: Reader): Goaway => ({
  type: 'goaway',
  reconnectAfterMs: reader.varUint('reconnectAfterMs'),
})
