import { BLOCK_TABLE } from '@dure/editor/block-table'
import { expect, test } from 'vitest'
import { CATALOGUES } from '../../language/catalogues.ts'
import { createTranslator } from '../../language/translate.ts'
import { matchingItems, SLASH_ITEMS } from './slash-items.ts'

const { t: english } = createTranslator('en', CATALOGUES.en)
const { t: korean } = createTranslator('ko', CATALOGUES.ko)
const names = (query: string, t = english) => matchingItems(query, t).map((item) => item.name)

test('offers everything for a bare slash', () => {
  expect(names('')).toEqual(SLASH_ITEMS.map((item) => item.name))
})

test.each([
  ['heading1', ['heading-1']],
  ['H2', ['heading-2']],
  ['제목', ['heading-1', 'heading-2', 'heading-3']],
  ['목록', ['bullets', 'numbers', 'tasks']],
  ['인용', ['quote']],
  ['hr', ['divider']],
  ['banana', []],
])('finds by %s in both languages of the interface', (query, found) => {
  expect(names(query)).toEqual(found)
  expect(names(query, korean)).toEqual(found)
})

test('finds Hangul that came in pieces', () => {
  expect(names('제목2'.normalize('NFD'))).toEqual(['heading-2'])
})

test('puts names that begin with the query before those that merely have it', () => {
  expect(names('t')[0]).toBe('text')
  expect(names('code')).toEqual(['code-block'])
})

test('[UI11] every item has a row in the table of blocks, and is the first that is found by its words', () => {
  const rows = BLOCK_TABLE.filter(({ slash }) => slash)
  expect(rows.map(({ name }) => name).toSorted()).toEqual(SLASH_ITEMS.map(({ name }) => name).toSorted())
  for (const { name, slash = [] } of rows)
    for (const query of slash) for (const t of [english, korean]) expect(names(query.slice(1), t)[0], query).toBe(name)
})
