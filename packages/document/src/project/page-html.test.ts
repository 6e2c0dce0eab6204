import { expect, test } from 'vitest'
import type { DocumentNode } from './document-tree.ts'
import { pageHtml } from './page-html.ts'

const paragraph = (id: string, text: string): DocumentNode => ({
  name: 'block',
  id,
  attributes: {},
  content: [{ insert: text, marks: {} }],
})

test('[UI12] of a large document the beginning is drawn, whatever it is made of', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => paragraph(`b${index}`, 'a line of text'))
  const drawn = pageHtml(many)
  expect(drawn.complete).toBe(false)
  expect(drawn.html.length).toBeLessThan(101_000)
  expect(drawn.html.endsWith('</p>')).toBe(true)
  expect(pageHtml(many.slice(0, 20)).complete).toBe(true)

  const one = pageHtml([paragraph('one', '두레😀'.repeat(100_000))], 1_000)
  expect(one.complete).toBe(false)
  expect(one.html.length).toBeLessThan(1_100)
  expect(one.html.isWellFormed()).toBe(true)

  const cell: DocumentNode = { name: 'cell', id: 'c', attributes: {}, children: [paragraph('p', 'x')] }
  const row: DocumentNode = { name: 'row', id: 'r', attributes: {}, children: Array(50).fill(cell) }
  const table: DocumentNode = { name: 'table', id: 't', attributes: {}, children: Array(1_000).fill(row) }
  const rows = pageHtml([table])
  expect(rows.complete).toBe(false)
  expect(rows.html.length).toBeLessThan(120_000)
})
