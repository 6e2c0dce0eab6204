/** Stock y-websocket: y-protocols messages, the document in the path. */
import { writeSyncStep1, writeSyncUpdate } from '@dure/protocol'
import { type Copy, cursor, readVarUint, type UpdateVisitor, type Wire } from './wire.ts'

const SYNC = 0
export const STEP_2 = 1
export const UPDATE = 2
const EMPTY_STATE_VECTOR = new Uint8Array([0])

export const stateVectorOf = (copy: Copy | undefined): Uint8Array => {
  if (copy === undefined) return EMPTY_STATE_VECTOR
  if (copy.kind === 'state-vector') return copy.stateVector
  throw new Error('this wire knows no numbers of a log')
}

/** @param prefix What comes before the document's name in the path. */
export const createYWire = (prefix: string): Wire => ({
  path: (document) => `${prefix}${document}`,
  opening: (_document, copy) => [writeSyncStep1(stateVectorOf(copy))],
  isSynced: (bytes, start) => bytes[start] === SYNC && bytes[start + 1] === STEP_2,
  update: (_document, _n, update) => writeSyncUpdate(update),
  updatesIn(bytes: Buffer, start: number, end: number, visit: UpdateVisitor) {
    if (bytes[start] !== SYNC || bytes[start + 1] === 0) return
    readVarUint(bytes, start + 2)
    visit(bytes, cursor.at, end)
  },
  acknowledged: () => 0,
})
