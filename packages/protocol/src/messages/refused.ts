/**
 * refused, server → client: the update was not taken and changed nothing.
 *
 * varUint 20 · varUint clientSeq · varUint code (refusal.ts) · varString detail (for people, English)
 */
import { encode, type Reader, writeVarString, writeVarUint } from '../bytes.ts'
import { type ClientSeq, toClientSeq } from '../ids.ts'
import { type RefusalReason, refusalOf } from '../refusal.ts'
import { MESSAGE } from './message-type.ts'

export interface Refused {
  readonly type: 'refused'
  readonly clientSeq: ClientSeq
  readonly reason: RefusalReason
  readonly detail: string
}

const MAX_DETAIL_BYTES = 1024

export function writeRefused(refused: Omit<Refused, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.refused)
    writeVarUint(encoder, refused.clientSeq)
    writeVarUint(encoder, refused.reason.code)
    // 4 bytes a UTF-16 unit at most, so the cut never exceeds what the reader takes.
    writeVarString(encoder, refused.detail.slice(0, MAX_DETAIL_BYTES / 4))
  })
}

/** Reads what follows the type. */
export function readRefused(reader: Reader): Refused {
  return {
    type: 'refused',
    clientSeq: toClientSeq(reader.varUint('clientSeq')),
    reason: refusalOf(reader.varUint('code')),
    detail: reader.varString('detail', MAX_DETAIL_BYTES),
  }
}
