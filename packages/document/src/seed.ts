/** The first update of every document: one empty block, written by the server, the same bytes each time. */
import * as Y from 'yjs'
import { SCHEMA_VERSION } from './schema-version.ts'
import { BLOCK, contentOf, newElement } from './shape/element.ts'

/**
 * The Yjs client that seeds every document: the highest id there is, so that it is nobody's by design and nobody's by
 * habit (small ids are popular in scripts and tests). The server refuses whatever a session would write under it.
 */
export const SERVER_CLIENT_ID = 2 ** 32 - 1

export const FIRST_BLOCK_ID = 'first'

/** Root map with facts about the document itself. */
export const META = 'meta'

export function seedDocument(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = SERVER_CLIENT_ID
  doc.transact(() => {
    doc.getMap(META).set('schemaVersion', SCHEMA_VERSION)
    const block = newElement(BLOCK, FIRST_BLOCK_ID, { kind: 'paragraph' })
    block.insert(0, [new Y.XmlText()])
    contentOf(doc).insert(0, [block])
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
