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

test('[UI12] a list of contents names the headings, and header cells say that they are', () => {
  const heading = (id: string, level: number): DocumentNode => ({
    ...paragraph(id, `<${id}>`),
    attributes: { kind: 'heading', level },
  })
  const cell = (id: string): DocumentNode => ({ name: 'cell', id, attributes: {}, children: [paragraph(`${id}p`, id)] })
  const row = (id: string): DocumentNode => ({
    name: 'row',
    id,
    attributes: {},
    children: [cell(`${id}1`), cell(`${id}2`)],
  })
  const table: DocumentNode = {
    name: 'table',
    id: 't',
    attributes: { headerRow: true, headerColumn: true },
    children: [row('a'), row('b')],
  }
  const contents: DocumentNode = { name: 'contents', id: 'c', attributes: {} }
  const { html } = pageHtml([contents, heading('one', 2), heading('two', 3), table])
  expect(html).toContain('<li data-level="0"><a href="#one">&lt;one&gt;</a></li><li data-level="1"><a href="#two">')
  expect(html.match(/role="(\w+)"/g)).toEqual(['role="columnheader"', 'role="columnheader"', 'role="rowheader"'])
})
