/**
 * push, client → server: one local update. Sent again under the same numbers until `durable` or `refused` names it.
 *
 * varUint 18 · varUint clientSeq · varBytes update (Yjs V1)
 */
import { encode, MalformedMessage, type Reader, writeVarUint, writeVarUint8Array } from '../bytes.ts'
import { type ClientSeq, toClientSeq } from '../ids.ts'
import { MAX_CLIENT_MESSAGE_BYTES } from '../limits.ts'
import { MESSAGE } from './message-type.ts'

export interface Push {
  readonly type: 'push'
  readonly clientSeq: ClientSeq
  readonly update: Uint8Array
}

export function writePush(push: Omit<Push, 'type'>): Uint8Array<ArrayBuffer> {
  return encode((encoder) => {
    writeVarUint(encoder, MESSAGE.push)
    writeVarUint(encoder, push.clientSeq)
    writeVarUint8Array(encoder, push.update)
  })
}

/** Reads what follows the type. */
export function readPush(reader: Reader): Push {
  const clientSeq = toClientSeq(reader.varUint('clientSeq'))
  if (clientSeq === 0) throw new MalformedMessage('clientSeq: from 1 on')
  return { type: 'push', clientSeq, update: reader.varBytes('update', MAX_CLIENT_MESSAGE_BYTES) }
}
