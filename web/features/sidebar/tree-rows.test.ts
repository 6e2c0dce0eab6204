import type { Page } from '@dure/api'
import { expect, test } from 'vitest'
import { dropOn, moveByKey, rowsOf, zoneAt } from './tree-rows.ts'

const page = (id: string, hasPages = false): Page =>
  ({ id, title: id, role: 'editor', reach: 'workspace', createdAt: '', updatedAt: '', hasPages }) as unknown as Page
const tree = {
  top: [page('a', true), page('b'), page('c', true)],
  under: new Map([
    ['a', { pages: [page('a1'), page('a2', true)] }],
    ['a2', { pages: [page('a21')] }],
  ]),
  expanded: new Set(['a', 'a2']),
}
const rows = rowsOf(tree)

test('shows what is open, with its level and its place among its siblings', () => {
  expect(
    rows.map(({ page: { id }, level, parentId, position, siblings }) => [id, level, parentId, position, siblings]),
  ).toEqual([
    ['a', 1, null, 1, 3],
    ['a1', 2, 'a', 1, 2],
    ['a2', 2, 'a', 2, 2],
    ['a21', 3, 'a2', 1, 1],
    ['b', 1, null, 2, 3],
    ['c', 1, null, 3, 3],
  ])
  // One that two loads have in two places is shown once.
  expect(rowsOf({ ...tree, top: [...tree.top, page('a1')] }).filter(({ page: { id } }) => id === 'a1')).toHaveLength(1)
})

test('a drop goes before, inside or behind the row, and never into what is dropped', () => {
  expect([0, 15, 29].map((y) => zoneAt(y, 30))).toEqual(['before', 'inside', 'after'])
  expect(dropOn(rows, 'b', 'a', 'before')).toEqual({ parentId: null, after: null })
  expect(dropOn(rows, 'a1', 'c', 'before')).toEqual({ parentId: null, after: 'b' })
  expect(dropOn(rows, 'b', 'c', 'before')).toEqual({ parentId: null, after: 'a' })
  expect(dropOn(rows, 'b', 'a1', 'inside')).toEqual({ parentId: 'a1' })
  expect(dropOn(rows, 'b', 'a1', 'after')).toEqual({ parentId: 'a', after: 'a1' })
  expect(dropOn(rows, 'b', 'a2', 'after')).toEqual({ parentId: 'a2', after: null })
  for (const target of ['a', 'a1', 'a21']) expect(dropOn(rows, 'a', target, 'inside')).toBeUndefined()
  expect(dropOn(rows, 'a', 'gone', 'inside')).toBeUndefined()
})

test('keys move a row among its siblings, into the one before it and out behind its parent', () => {
  expect(moveByKey(rows, 'c', 'up')).toEqual({ parentId: null, after: 'a' })
  expect(moveByKey(rows, 'b', 'up')).toEqual({ parentId: null, after: null })
  expect(moveByKey(rows, 'a', 'up')).toBeUndefined()
  expect(moveByKey(rows, 'a', 'down')).toEqual({ parentId: null, after: 'b' })
  expect(moveByKey(rows, 'c', 'down')).toBeUndefined()
  expect(moveByKey(rows, 'a2', 'in')).toEqual({ parentId: 'a1' })
  expect(moveByKey(rows, 'a1', 'in')).toBeUndefined()
  expect(moveByKey(rows, 'a21', 'out')).toEqual({ parentId: 'a', after: 'a2' })
  expect(moveByKey(rows, 'b', 'out')).toBeUndefined()
})
