/**
 * synced, server → client: the client now holds the log up to `seq`; what follows is live.
 *
 * varUint 23 · varUint seq
 */
import { encode, type Reader, writeVarUint } from '../bytes.ts'
import { type Seq, toSeq } from '../ids.ts'
import { MESSAGE } from './message-type.ts'

export interface Synced {
  readonly type: 'synced'
  readonly seq: Seq
}

export const writeSynced = (seq: Seq): Uint8Array<ArrayBuffer> =>
  encode((encoder) => {
    writeVarUint(encoder, MESSAGE.synced)
    writeVarUint(encoder, seq)
  })

/** Reads what follows the type. */
export const readSynced = (reader: Reader): Synced => ({ type: 'synced', seq: toSeq(reader.varUint('seq')) })
