/**
 * state, server → client: the whole document up to `seq`, for a client that holds nothing it could resume from.
 *
 * varUint 22 · varUint seq · varBytes update (Yjs V1)
 */
import { encode, type Reader, writeVarUint, writeVarUint8Array } from '../bytes.ts'
import { type Seq, toSeq } from '../ids.ts'
import { MESSAGE } from './message-type.ts'

export interface State {
  readonly type: 'state'
  readonly seq: Seq
  readonly update: Uint8Array
}

export function writeState(state: Omit<State, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.state)
    writeVarUint(encoder, state.seq)
    writeVarUint8Array(encoder, state.update)
  })
}

/** Everything of `writeState` that comes before the update's own bytes, for a sender that will not copy those. */
export function writeStateHead(seq: Seq, updateBytes: number): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.state)
    writeVarUint(encoder, seq)
    writeVarUint(encoder, updateBytes)
  })
}

/** Reads what follows the type. */
export function readState(reader: Reader): State {
  return { type: 'state', seq: toSeq(reader.varUint('seq')), update: reader.varBytes('update', reader.remaining) }
}
