/** A short document with one empty paragraph for each person who is going to type. */
import { BLOCK, contentOf, newElement } from '@dure/document'
import * as Y from 'yjs'
import type { YjsId } from '../load/typing.ts'

/** Client of everything that is there before the load begins. */
export const AUTHOR = 7

export interface Page {
  /** The document as one update. */
  readonly state: Uint8Array
  /** The text of the n-th paragraph. */
  paragraph(n: number): YjsId
}

/** @param bytes Text to put at the end, so that the document has about this size. */
export function createPage(paragraphs: number, bytes = 0): Page {
  const doc = new Y.Doc()
  doc.clientID = AUTHOR
  const texts = Array.from({ length: paragraphs }, () => new Y.XmlText())
  doc.transact(() => {
    const blocks = texts.map((text, index) => {
      const block = newElement(BLOCK, `p${index}`, { kind: 'paragraph' })
      block.insert(0, [text])
      return block
    })
    contentOf(doc).insert(0, blocks)
    for (let left = bytes; left > 0; left -= 200) {
      const block = newElement(BLOCK, `t${left}`, { kind: 'paragraph' })
      block.insert(0, [new Y.XmlText('lorem ipsum dolor sit amet '.repeat(5))])
      contentOf(doc).push([block])
    }
  })
  return {
    state: Y.encodeStateAsUpdate(doc),
    paragraph(n) {
      const id = texts[n]?._item?.id
      if (!id) throw new RangeError(`paragraph ${n} of ${paragraphs}`)
      return { client: id.client, clock: id.clock }
    },
  }
}
