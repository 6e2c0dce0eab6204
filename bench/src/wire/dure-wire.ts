/** `dure.1`: what Dure's own client speaks. Acknowledgements here mean "on disk". */

import { SCHEMA_VERSION } from '@dure/document/schema-version'
import {
  newSessionId,
  PROTOCOL_VERSION,
  SUBPROTOCOL,
  toClientSeq,
  toEpoch,
  toSeq,
  writeHello,
  writePush,
} from '@dure/protocol'
import { type Copy, cursor, readVarUint, type UpdateVisitor, type Wire } from './wire.ts'

export const TYPE = { welcome: 17, durable: 19, refused: 20, updates: 21, state: 22, synced: 23 } as const

function resumeOf(copy: Copy | undefined) {
  if (copy === undefined) return undefined
  if (copy.kind === 'log') return { epoch: toEpoch(copy.epoch), lastSeq: toSeq(copy.lastSeq) }
  throw new Error('this wire resumes by number')
}

export const dureWire: Wire = {
  subprotocol: SUBPROTOCOL,
  path: (document) => `/sync/${document}`,
  opening: (_document, copy) => [
    writeHello({
      protocolVersion: PROTOCOL_VERSION,
      schemaVersion: SCHEMA_VERSION,
      sessionId: newSessionId(),
      displayName: '',
      resume: resumeOf(copy),
    }),
  ],
  isSynced: (bytes, start) => bytes[start] === TYPE.synced,
  update: (_document, n, update) => writePush({ clientSeq: toClientSeq(n), update }),
  updatesIn(bytes: Buffer, start: number, end: number, visit: UpdateVisitor) {
    const type = bytes[start]
    if (type === TYPE.state) {
      readVarUint(bytes, start + 1)
      readVarUint(bytes, cursor.at)
      visit(bytes, cursor.at, end)
    } else if (type === TYPE.updates) {
      readVarUint(bytes, start + 1)
      readVarUint(bytes, cursor.at)
      const count = readVarUint(bytes, cursor.at)
      let at = cursor.at
      for (let index = 0; index < count; index += 1) {
        const length = readVarUint(bytes, at)
        at = cursor.at + length
        visit(bytes, at - length, at)
      }
    } else if (type === TYPE.refused) {
      throw new Error(`Dure refused an update: ${bytes.toString('latin1', start, end)}`)
    }
  },
  acknowledged: (bytes, start) => (bytes[start] === TYPE.durable ? readVarUint(bytes, start + 1) : 0),
}
