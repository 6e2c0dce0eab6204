import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesOf, mapCaret, oneLine } from './title-diff.ts'

test('a caret keeps its place in the text while others write, as a relative position does', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1, maxLength: 10 }),
      fc.nat(10),
      fc.nat(10),
      fc.nat(4),
      fc.string({ maxLength: 4 }),
      (title, caretAt, editAt, remove, insert) => {
        const text = new Y.Doc().getText('title')
        text.insert(0, title)
        const caret = Math.min(caretAt, title.length)
        const at = Math.min(editAt, title.length)
        let mapped = caret
        text.observe((event) => {
          mapped = mapCaret(caret, event.delta)
        })
        text.doc?.transact(() => {
          text.delete(at, Math.min(remove, title.length - at))
          text.insert(at, insert)
        })
        const removed = Math.min(remove, title.length - at)
        const expected = caret <= at ? caret : Math.max(at, caret - removed) + insert.length
        // Yjs may tell a replacement as delete-insert or insert-delete; a caret inside what was replaced may be on either side.
        if (caret <= at || caret >= at + removed + 1) expect(mapped).toBe(expected)
        else expect([at, at + insert.length]).toContain(mapped)
      },
    ),
  )
})

test('a pasted text becomes one line', () => {
  expect(oneLine('one\r\ntwo\n\nthree')).toBe('one two three')
})

test('[DU11] what others did to the title is read without writing, whatever they formatted', () => {
  const [doc, other] = [new Y.Doc(), new Y.Doc()]
  other.getText('title').insert(0, 'one two')
  other.getText('title').format(0, 3, { bold: true })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  const read: unknown[] = []
  doc.getText('title').observe((event) => read.push(changesOf(event)))
  other.getText('title').format(0, 3, { bold: null })
  other.getText('title').insert(3, '!!')
  other.getText('title').delete(0, 1)
  let written = 0
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin !== 'sync') written += 1
  })
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), 'sync')
  expect(written).toBe(0)
  expect(read).toEqual([[{ delete: 1 }, { retain: 2 }, { insert: 'xx' }, { retain: 4 }]])
})
