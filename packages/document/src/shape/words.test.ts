import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readDocument } from '../project/document-tree.ts'
import { MAX_CAPTION_LENGTH } from '../schema/blocks.ts'
import { contentOf, newElement, writeAttribute } from './element.ts'
import { newWords, wordsIn, writeWords } from './words.ts'

/** Two copies of a document with one picture. */
function pair(make: (element: Y.XmlElement) => void): readonly [Y.Doc, Y.Doc] {
  const docs = [new Y.Doc(), new Y.Doc()] as const
  const element = newElement('image', 'picture', { src: '/a.png' })
  contentOf(docs[0]).insert(0, [element])
  make(element)
  Y.applyUpdate(docs[1], Y.encodeStateAsUpdate(docs[0]))
  return docs
}

const picture = (doc: Y.Doc): Y.XmlElement => contentOf(doc).get(0) as Y.XmlElement
const caption = (doc: Y.Doc): unknown => readDocument(doc)[0]?.attributes['caption']
function sync([one, other]: readonly [Y.Doc, Y.Doc]): void {
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other))
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one))
}

test('two who write one caption both have said what they said', () => {
  const docs = pair((element) => element.insert(0, [newWords('rice')]))
  writeWords(picture(docs[0]), 'rice', 'green rice')
  writeWords(picture(docs[1]), 'rice', 'rice at dawn')
  sync(docs)
  expect(docs.map(caption)).toEqual(['green rice at dawn', 'green rice at dawn'])
})

test('a caption of the first version is read until somebody writes, and then is text', () => {
  const docs = pair((element) => writeAttribute(element, 'caption', 'rice'))
  expect(caption(docs[0])).toBe('rice')
  writeWords(picture(docs[0]), 'rice', 'ripe rice')
  expect(wordsIn(picture(docs[0]))).toBe('ripe rice')
  sync(docs)
  // A second text of the same moment is read behind the first, and both are written on in.
  writeWords(picture(docs[1]), 'ripe rice', 'ripe rice, again')
  picture(docs[0]).insert(1, [newWords(' (and more)')])
  sync(docs)
  expect(caption(docs[0])).toBe('ripe rice, again (and more)')
  writeWords(picture(docs[0]), 'ripe rice, again (and more)', 'ripe (and much more)')
  sync(docs)
  expect(docs.map(caption)).toEqual(['ripe (and much more)', 'ripe (and much more)'])
})

test('what is longer than may be written is cut for the eye alone', () => {
  const docs = pair((element) => element.insert(0, [newWords('a'.repeat(MAX_CAPTION_LENGTH))]))
  writeWords(picture(docs[0]), 'a'.repeat(MAX_CAPTION_LENGTH), `b${'a'.repeat(MAX_CAPTION_LENGTH - 1)}`)
  writeWords(picture(docs[1]), 'a'.repeat(MAX_CAPTION_LENGTH), `${'a'.repeat(MAX_CAPTION_LENGTH - 1)}cc`)
  sync(docs)
  expect(String(caption(docs[0]))).toHaveLength(MAX_CAPTION_LENGTH)
  expect(caption(docs[1])).toBe(caption(docs[0]))
  expect(wordsIn(picture(docs[0]))).toContain('cc')
})
