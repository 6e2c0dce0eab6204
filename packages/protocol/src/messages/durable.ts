/**
 * durable, server → client: all this session pushed up to `clientSeq` is on disk, and with this message the client
 * holds the log up to `seq` (its own updates it has anyway; others' went out before in `updates`).
 *
 * varUint 19 · varUint clientSeq · varUint seq
 */
import { encode, type Reader, writeVarUint } from '../bytes.ts'
import { type ClientSeq, type Seq, toClientSeq, toSeq } from '../ids.ts'
import { MESSAGE } from './message-type.ts'

export interface Durable {
  readonly type: 'durable'
  /** Cumulative. A refused update below it was answered by `refused` before. */
  readonly clientSeq: ClientSeq
  readonly seq: Seq
}

export function writeDurable(durable: Omit<Durable, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.durable)
    writeVarUint(encoder, durable.clientSeq)
    writeVarUint(encoder, durable.seq)
  })
}

/** Reads what follows the type. */
export function readDurable(reader: Reader): Durable {
  return {
    type: 'durable',
    clientSeq: toClientSeq(reader.varUint('clientSeq')),
    seq: toSeq(reader.varUint('seq')),
  }
}
