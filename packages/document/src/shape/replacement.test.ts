import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replacementBetween } from './replacement.ts'

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

// Few characters, so that lines share heads and tails; two that share their first UTF-16 unit.
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '한', '🌾', '🌿'), maxLength: 8 })

test('any two lines: the edit leads from one to the other, and splits no character', () => {
  fc.assert(
    fc.property(texts, texts, fc.nat(14), (before, after, caret) => {
      const edit = replacementBetween(before, after, caret)
      expect(apply(before, edit)).toBe(after)
      if (edit) expect(edit.insert.isWellFormed()).toBe(true)
    }),
  )
})
