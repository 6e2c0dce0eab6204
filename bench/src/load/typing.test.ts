import { contentOf } from '@dure/document'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { createPage } from '../documents/page.ts'
import { ageUs, Typist, WORD_LENGTH } from './typing.ts'
import { wordsIn } from './words-in-update.ts'

describe('Typist', () => {
  it('makes the bytes that Yjs makes for the same words', () => {
    const page = createPage(1)
    const doc = new Y.Doc()
    doc.clientID = 4_000_000_007
    Y.applyUpdate(doc, page.state)
    const made: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => made.push(update))
    const typist = new Typist(doc.clientID, page.paragraph(0))
    const block = contentOf(doc).get(0)
    const text = block instanceof Y.XmlElement ? block.get(0) : undefined
    if (!(text instanceof Y.XmlText)) throw new Error('the page has no text')
    for (let word = 0; word < 50; word += 1) {
      const update = typist.type(word * 1_000_003)
      const at = update.length - 1 - WORD_LENGTH
      text.insert(text.length, Buffer.from(update).toString('latin1', at, at + WORD_LENGTH))
      expect(Buffer.from(update)).toEqual(Buffer.from(made.at(-1) ?? []))
    }
  })

  it('is read back from merged updates, with the time that has passed', () => {
    const page = createPage(2)
    const typists = [new Typist(10, page.paragraph(0)), new Typist(2 ** 32 - 1, page.paragraph(1))]
    const updates = [0, 1, 2, 3, 4].flatMap((word) => typists.map((typist) => typist.type(1000 + word)))
    const merged = Y.mergeUpdates(updates)
    const ages: number[] = []
    expect(wordsIn(merged, 0, merged.length, (at) => ages.push(ageUs(merged, at, 3000)))).toBe(10)
    expect(ages.sort((a, b) => a - b)).toEqual([1996, 1996, 1997, 1997, 1998, 1998, 1999, 1999, 2000, 2000])
  })

  it('tells an update with anything else in it from typing', () => {
    const doc = new Y.Doc()
    doc.getText('t').insert(0, 'longer than a word')
    const update = Y.encodeStateAsUpdate(doc)
    expect(() => wordsIn(update, 0, update.length, () => undefined)).toThrow(/not typed here/)
  })
})
