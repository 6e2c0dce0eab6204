import { expect, test } from 'vitest'
import { writeMarkdown } from '../markdown/write-markdown.ts'
import { readAttributes } from '../schema/attribute.ts'
import { NODES } from '../schema/blocks.ts'
import type { DocumentNode } from './document-tree.ts'
import { plainText } from './plain-text.ts'
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
const fileNode = (name: string, attributes: DocumentNode['attributes']): DocumentNode => ({ name, id: 'f', attributes })
const ID = 'a'.repeat(22)

test('a file of the document is where the caller says, and by its name where nobody says', () => {
  const image = fileNode('image', {
    src: '',
    attachment: ID,
    name: 'rice.png',
    alt: 'rice <field>',
    caption: '모내기',
    width: 200,
    naturalWidth: 400,
    naturalHeight: 300,
  })
  expect(staticHtml([image], (id) => `/files/${id}`)).toBe(
    `<figure id="f"><img src="/files/${ID}" alt="rice &lt;field&gt;" width="200" height="150"><figcaption>모내기</figcaption></figure>`,
  )
  expect(staticHtml([image])).toBe('<p id="f">rice.png</p>')
  const file = fileNode('file', { src: '', attachment: ID, name: 'a"b.pdf', size: 3 })
  expect(staticHtml([file], (id) => `/files/${id}`)).toBe(
    `<p id="f"><a href="/files/${ID}" download>a&quot;b.pdf</a></p>`,
  )
  expect(plainText([image, file])).toBe('모내기 rice <field> rice.png\na"b.pdf')
  expect(writeMarkdown([image, file])).toBe(
    `![rice \\<field\\>](attachments/${ID}/rice.png)\n\n[a"b.pdf](attachments/${ID}/a"b.pdf)`,
  )
})

test('what is no id of a file, no size or no side is none', () => {
  const specs = NODES['video']?.attributes ?? []
  const read = (raw: Record<string, unknown>) => readAttributes(specs, (name) => raw[name])
  expect(read({ attachment: ID, align: 'left', naturalWidth: 10, size: 5 })).toMatchObject({
    attachment: ID,
    align: 'left',
  })
  for (const attachment of ['../x', `${ID}x`, 'a'.repeat(21), 7, { id: ID }]) {
    expect(read({ attachment })['attachment']).toBeNull()
  }
  expect(
    read({ align: 'justify', naturalWidth: 0, naturalHeight: 1.5, size: -1, caption: 'x'.repeat(1001) }),
  ).toMatchObject({
    align: null,
    naturalWidth: null,
    naturalHeight: null,
    size: null,
    caption: '',
  })
})
