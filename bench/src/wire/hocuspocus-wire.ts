/**
 * Hocuspocus 4: each message begins with the document's name; a client says a token first, then y-protocols. Its
 * `SyncStatus` answers each update, so it is counted, but it says only that the update is in the server's memory.
 */
import { encode, writeVarString, writeVarUint, writeVarUint8Array } from './encode.ts'
import { cursor, readVarUint, type UpdateVisitor, type Wire } from './wire.ts'
import { STEP_2, stateVectorOf, UPDATE } from './y-wire.ts'

const TYPE = { sync: 0, auth: 2, syncReply: 4 } as const
const TOKEN = 0

export const hocuspocusWire: Wire = {
  path: () => '/',
  opening: (document, copy) => [
    encode((encoder) => {
      writeVarString(encoder, document)
      writeVarUint(encoder, TYPE.auth)
      writeVarUint(encoder, TOKEN)
      writeVarString(encoder, 'bench')
      writeVarString(encoder, '4.7.0')
    }),
    encode((encoder) => {
      writeVarString(encoder, document)
      writeVarUint(encoder, TYPE.sync)
      writeVarUint(encoder, 0)
      writeVarUint8Array(encoder, stateVectorOf(copy))
    }),
  ],
  isSynced: (bytes, start) => syncKind(bytes, start) === STEP_2,
  update: (document, _n, update) =>
    encode((encoder) => {
      writeVarString(encoder, document)
      writeVarUint(encoder, TYPE.sync)
      writeVarUint(encoder, UPDATE)
      writeVarUint8Array(encoder, update)
    }),
  updatesIn(bytes: Buffer, start: number, end: number, visit: UpdateVisitor) {
    if (syncKind(bytes, start) < STEP_2) return
    readVarUint(bytes, cursor.at)
    visit(bytes, cursor.at, end)
  },
  acknowledged: () => 0,
}

/** The kind of a sync message, or -1 for another message; leaves the cursor after it. */
function syncKind(bytes: Buffer, start: number): number {
  const nameBytes = readVarUint(bytes, start)
  const at = cursor.at + nameBytes
  const type = bytes[at]
  cursor.at = at + 2
  return type === TYPE.sync || type === TYPE.syncReply ? (bytes[at + 1] ?? -1) : -1
}
