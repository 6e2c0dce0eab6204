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

test('a list of contents names the headings of the whole document, wherever it stands', () => {
  const heading = { ...item('heading', 0, 'A & B') }
  const html = staticHtml([
    { name: 'callout', id: 'c', attributes: { tone: 'info', icon: '"' }, children: [leaf('contents')] },
    heading,
  ])
  expect(html).toContain('<aside id="c" data-tone="info" data-icon="&quot;">')
  expect(html).toContain('<li data-level="1"><a href="#A &amp; B">A &amp; B</a></li>')
})

const leaf = (name: string): DocumentNode => ({ name, id: name, attributes: {} })
