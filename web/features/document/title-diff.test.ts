import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { changesOf, mapCaret, oneLine, replacementBetween } from './title-diff.ts'

const apply = (text: string, edit: ReturnType<typeof replacementBetween>): string =>
  edit ? text.slice(0, edit.at) + edit.insert + text.slice(edit.at + edit.remove) : text

test('a letter typed beside its like is inserted where the caret is', () => {
  expect(replacementBetween('foo', 'fooo', 2)).toEqual({ at: 1, remove: 0, insert: 'o' })
  expect(replacementBetween('foo', 'fooo', 4)).toEqual({ at: 3, remove: 0, insert: 'o' })
})

test('a letter removed beside its like is removed at the caret', () => {
  expect(replacementBetween('fooo', 'foo', 1)).toEqual({ at: 1, remove: 1, insert: '' })
})

test('a finished syllable is one insertion', () => {
  expect(replacementBetween('두레 계획', '두레의 계획', 3)).toEqual({ at: 2, remove: 0, insert: '의' })
})

test('half an emoji is never an edit', () => {
  // Both share their first UTF-16 unit.
  expect(replacementBetween('a🌾b', 'a🌿b', 3)).toEqual({ at: 1, remove: 2, insert: '🌿' })
})

// Few characters, so that titles share heads and tails; two that share their first UTF-16 unit.
const titles = fc.string({ unit: fc.constantFrom('a', 'b', '한', '🌾', '🌿'), maxLength: 8 })

test('any two titles: the edit leads from one to the other, and splits no character', () => {
  fc.assert(
    fc.property(titles, titles, fc.nat(14), (before, after, caret) => {
      const edit = replacementBetween(before, after, caret)
      expect(apply(before, edit)).toBe(after)
      if (edit) expect(edit.insert.isWellFormed()).toBe(true)
    }),
  )
})

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
