import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readDocument } from '../project/document-tree.ts'
import { blockText } from '../project/plain-text.ts'
import { SERVER_CLIENT_ID, seedDocument } from '../seed.ts'
import { BLOCK, contentOf, newElement } from '../shape/element.ts'
import { repairDocument } from './repair-document.ts'

function documentOf(...blocks: { id: string; text: string; joins?: string }[]): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  doc.transact(() => {
    for (const { id, text, joins } of blocks) {
      const element = newElement(BLOCK, id, joins === undefined ? {} : { joins })
      element.insert(0, [new Y.XmlText(text)])
      contentOf(doc).push([element])
    }
  })
  doc.clientID = SERVER_CLIENT_ID
  return doc
}

const shown = (doc: Y.Doc) => readDocument(doc).map((node) => blockText(node))
const ids = (doc: Y.Doc) => readDocument(doc).map(({ id }) => id)

test('two elements of one name get two, a second time there is nothing to mend, and nobody sees a difference', () => {
  const doc = documentOf({ id: 'a', text: 'one' }, { id: 'b', text: 'between' }, { id: 'a', text: 'two' })
  const before = shown(doc)
  const update = repairDocument(doc)
  expect(update).toBeInstanceOf(Uint8Array)
  expect(shown(doc)).toEqual(before)
  expect(ids(doc).every((id) => !id.includes('~'))).toBe(true)
  expect(new Set(ids(doc)).size).toBe(4)
  expect(repairDocument(doc)).toBeUndefined()
})

test('the update brings another replica to the same document', () => {
  const doc = documentOf({ id: 'a', text: 'one' }, { id: 'b', text: '' }, { id: 'a', text: 'two', joins: 'gone' })
  const replica = new Y.Doc()
  Y.applyUpdate(replica, Y.encodeStateAsUpdate(doc))
  const update = repairDocument(doc)
  if (!update) throw new Error('nothing to mend')
  Y.applyUpdate(replica, update)
  expect(readDocument(replica)).toEqual(readDocument(doc))
  expect(contentOf(doc).toString()).not.toContain('joins')
})

test('blocks that are joined stay joined', () => {
  const doc = documentOf({ id: 'a', text: 'one' }, { id: 'b', text: 'two', joins: 'a' })
  expect(shown(doc)).toEqual(['', 'onetwo'])
  expect(repairDocument(doc)).toBeUndefined()
})
