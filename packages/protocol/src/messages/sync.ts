/**
 * The y-protocols sync messages, spoken by plain y-websocket clients.
 *
 * varUint 0 · varUint 0 · varBytes stateVector      step 1: "this is what I have"
 * varUint 0 · varUint 1 · varBytes update           step 2: "this is what you lack"
 * varUint 0 · varUint 2 · varBytes update           an update
 */
import { encode, MalformedMessage, type Reader, writeVarUint, writeVarUint8Array } from '../bytes.ts'
import { MAX_CLIENT_MESSAGE_BYTES } from '../limits.ts'
import { MESSAGE, SYNC } from './message-type.ts'

export type Sync =
  | { readonly type: 'sync-step-1'; readonly stateVector: Uint8Array }
  | { readonly type: 'sync-step-2'; readonly update: Uint8Array }
  | { readonly type: 'sync-update'; readonly update: Uint8Array }

const writeSync = (kind: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  encode((encoder) => {
    writeVarUint(encoder, MESSAGE.sync)
    writeVarUint(encoder, kind)
    writeVarUint8Array(encoder, bytes)
  })

export const writeSyncStep1 = (stateVector: Uint8Array): Uint8Array<ArrayBuffer> => writeSync(SYNC.step1, stateVector)
export const writeSyncStep2 = (update: Uint8Array): Uint8Array<ArrayBuffer> => writeSync(SYNC.step2, update)
export const writeSyncUpdate = (update: Uint8Array): Uint8Array<ArrayBuffer> => writeSync(SYNC.update, update)

/** Everything of a step 2 or an update that comes before its own bytes, for a sender that will not copy those. */
export const writeSyncHead = (kind: 'step2' | 'update', updateBytes: number): Uint8Array<ArrayBuffer> =>
  encode((encoder) => {
    writeVarUint(encoder, MESSAGE.sync)
    writeVarUint(encoder, SYNC[kind])
    writeVarUint(encoder, updateBytes)
  })

/** Reads what follows the type. */
export function readSync(reader: Reader): Sync {
  const kind = reader.varUint('sync kind')
  const bytes = reader.varBytes('sync payload', MAX_CLIENT_MESSAGE_BYTES)
  switch (kind) {
    case SYNC.step1:
      return { type: 'sync-step-1', stateVector: bytes }
    case SYNC.step2:
      return { type: 'sync-step-2', update: bytes }
    case SYNC.update:
      return { type: 'sync-update', update: bytes }
    default:
      throw new MalformedMessage(`sync kind ${kind}: 0, 1 or 2`)
  }
}
