/** The first update of a document, written by the server: one empty block and the same bytes each time, unless told. */
import * as Y from 'yjs'
import type { BlockKind } from './schema/blocks.ts'
import { SCHEMA_VERSION } from './schema-version.ts'
import { BLOCK, contentOf, newElement } from './shape/element.ts'

/**
 * The Yjs client that seeds every document: the highest id there is, so that it is nobody's by design and nobody's by
 * habit (small ids are popular in scripts and tests). The server refuses whatever a session would write under it.
 */
export const SERVER_CLIENT_ID = 2 ** 32 - 1

export const FIRST_BLOCK_ID = 'first'

/** Root text that is the title. */
const TITLE = 'title'

/** Root map with facts about the document itself. */
export const META = 'meta'

export interface SeedBlock {
  readonly kind: BlockKind
  readonly text: string
  readonly level?: number
}

/** What a new document says; nothing unless given. */
export interface SeedContent {
  readonly title: string
  readonly blocks: readonly SeedBlock[]
}

const EMPTY: SeedContent = { title: '', blocks: [{ kind: 'paragraph', text: '' }] }

export function seedDocument({ title, blocks }: SeedContent = EMPTY): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = SERVER_CLIENT_ID
  doc.transact(() => {
    doc.getMap(META).set('schemaVersion', SCHEMA_VERSION)
    if (title !== '') doc.getText(TITLE).insert(0, title)
    const elements = blocks.map(({ kind, text, level }, index) => {
      const id = index === 0 ? FIRST_BLOCK_ID : `${FIRST_BLOCK_ID}${index}`
      const block = newElement(BLOCK, id, level === undefined ? { kind } : { kind, level })
      block.insert(0, [text === '' ? new Y.XmlText() : new Y.XmlText(text)])
      return block
    })
    contentOf(doc).insert(0, elements)
  })
  const update = Y.encodeStateAsUpdate(doc)
  doc.destroy()
  return update
}
