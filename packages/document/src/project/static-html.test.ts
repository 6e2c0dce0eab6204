import { expect, test } from 'vitest'
import type { DocumentNode } from './document-tree.ts'
import { staticHtml } from './static-html.ts'

const item = (kind: string, indent: number, text: string): DocumentNode => ({
  name: 'block',
  id: text,
  attributes: { kind, indent, level: 1, checked: false, align: null, language: null },
  content: [{ insert: text, marks: {} }],
})

test('flat list items come out nested, each list closed where it ends', () => {
  const html = staticHtml([
    item('bullet', 0, 'a'),
    item('bullet', 1, 'b'),
    item('ordered', 1, 'c'),
    item('bullet', 0, 'd'),
    item('paragraph', 0, 'e'),
  ])
  expect(html.replaceAll(/ id="[a-z]"/g, '')).toBe(
    '<ul><li>a<ul><li>b</li></ul><ol><li>c</li></ol></li><li>d</li></ul><p>e</p>',
  )
})

test('what people wrote is text, and an address that runs script is no link', () => {
  const html = staticHtml([
    {
      ...item('paragraph', 0, 'x'),
      content: [{ insert: '<img src=x onerror=alert(1)>', marks: { link: { href: 'java\nscript:alert(1)' } } }],
    },
  ])
  expect(html).toBe('<p id="x">&lt;img src=x onerror=alert(1)&gt;</p>')
})
