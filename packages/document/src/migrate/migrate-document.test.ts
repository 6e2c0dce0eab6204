import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { readDocument } from '../project/document-tree.ts'
import { staticHtml } from '../project/static-html.ts'
import { SCHEMA_VERSION } from '../schema-version.ts'
import { META, seedDocument } from '../seed.ts'
import { contentOf } from '../shape/element.ts'
import { mayNeedMigration, migrateDocument, schemaVersionOf } from './migrate-document.ts'
import type { Migration } from './migration.ts'

type Tree = readonly [name: string, attributes: Record<string, unknown>, ...children: (Tree | string | Y.XmlText)[]]

function grow([name, attributes, ...children]: Tree): Y.XmlElement {
  const element = new Y.XmlElement(name)
  const setter: { setAttribute(name: string, value: unknown): void } = element as never
  for (const [key, value] of Object.entries(attributes)) setter.setAttribute(key, value)
  element.insert(
    0,
    children.map((child) =>
      typeof child === 'string' ? new Y.XmlText(child) : child instanceof Y.XmlText ? child : grow(child),
    ),
  )
  return element
}

/** As the first editor of Dure kept it. */
function stockDocument(...trees: Tree[]): Y.Doc {
  const doc = new Y.Doc()
  doc.getXmlFragment('default').insert(0, trees.map(grow))
  return doc
}

const html = (doc: Y.Doc): string => staticHtml(readDocument(doc)).replaceAll(/ id="[^"]*"/g, '')

const paragraph = (text: string): Tree => ['paragraph', {}, text]

test('a document of the first version becomes blocks, and what it was stays', () => {
  const bold = new Y.XmlText()
  bold.applyDelta([
    { insert: 'plain ' },
    { insert: 'bold', attributes: { bold: {} } },
    { insert: ' link', attributes: { link: { href: 'https://a.example' } } },
    { insert: ' trap', attributes: { link: { href: 'javascript:alert(1)' } } },
  ])
  const doc = stockDocument(
    ['heading', { level: 2 }, 'Title'],
    ['paragraph', {}, bold, ['hardBreak', {}], 'next line'],
    [
      'bulletList',
      {},
      ['listItem', {}, paragraph('one'), ['orderedList', {}, ['listItem', {}, paragraph('deep')]]],
      ['listItem', {}, paragraph('two'), paragraph('more of two')],
    ],
    ['taskList', {}, ['taskItem', { checked: true }, paragraph('done')]],
    ['blockquote', {}, paragraph('said')],
    ['codeBlock', { language: 'ts' }, 'let x'],
    ['horizontalRule', {}],
    [
      'table',
      {},
      ['tableRow', {}, ['tableHeader', {}, paragraph('a')], ['tableHeader', {}, paragraph('b')]],
      ['tableRow', {}, ['tableCell', {}, paragraph('c')]],
    ],
    ['mystery', {}, paragraph('kept')],
  )
  expect(migrateDocument(doc)).toBeInstanceOf(Uint8Array)
  expect(html(doc)).toBe(
    [
      '<h2>Title</h2>',
      '<p>plain <strong>bold</strong><a href="https://a.example" rel="noopener nofollow"> link</a> trap<br>next line</p>',
      '<ul><li>one<ol><li>deep</li></ol></li><li>two</li></ul>',
      '<p style="margin-inline-start:1.5em">more of two</p>',
      '<ul class="tasks"><li><input type="checkbox" disabled checked> done</li></ul>',
      '<blockquote><p>said</p></blockquote><pre><code class="language-ts">let x</code></pre><hr>',
      '<table><tbody><tr><th><p>a</p></th><th><p>b</p></th></tr><tr><td><p>c</p></td><td><p></p></td></tr></tbody></table>',
      '<p>kept</p>',
    ].join(''),
  )
  expect(doc.getXmlFragment('default').length).toBe(9)
  expect(schemaVersionOf(doc)).toBe(SCHEMA_VERSION)
  expect(migrateDocument(doc)).toBeUndefined()
})

test('two replicas that migrate at once write the same bytes, and the document has them once', () => {
  const first = stockDocument(paragraph('one'), paragraph('two'))
  const second = new Y.Doc()
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
  const [update, same] = [migrateDocument(first), migrateDocument(second)]
  expect(same).toEqual(update)
  const reader = stockDocument()
  for (const bytes of [Y.encodeStateAsUpdate(first), update, same]) if (bytes) Y.applyUpdate(reader, bytes)
  expect(html(reader)).toBe('<p>one</p><p>two</p>')
})

test('[DU11] a document of today, an empty one and one of a foreign client are left alone', () => {
  const today = new Y.Doc()
  Y.applyUpdate(today, seedDocument())
  today.getXmlFragment('default').insert(0, [new Y.XmlElement('paragraph')])
  const foreign = new Y.Doc()
  foreign.getArray('words').insert(0, ['word'])
  for (const doc of [today, new Y.Doc(), foreign]) {
    const before = Y.encodeStateAsUpdate(doc)
    expect(migrateDocument(doc)).toBeUndefined()
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  }
})

test('steps run in order from the version a document has, and keep what somebody writes meanwhile', () => {
  const step = (to: number, from: string, kind: string): Migration => ({
    to,
    isNeeded: () => true,
    apply: (doc) => {
      for (const block of contentOf(doc).toArray())
        if (block instanceof Y.XmlElement && block.getAttribute('kind') === from) block.setAttribute('kind', kind)
    },
  })
  const steps = [
    step(SCHEMA_VERSION, 'paragraph', 'code'),
    step(SCHEMA_VERSION + 1, 'paragraph', 'heading'),
    step(SCHEMA_VERSION + 2, 'heading', 'quote'),
  ]
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  // Somebody with the older version, away while the document is migrated.
  const away = new Y.Doc()
  Y.applyUpdate(away, Y.encodeStateAsUpdate(doc))
  const block = contentOf(away).get(0)
  if (block instanceof Y.XmlElement) (block.get(0) as Y.XmlText).insert(0, 'typed meanwhile')
  const update = migrateDocument(doc, steps)
  expect(doc.getMap(META).get('schemaVersion')).toBe(SCHEMA_VERSION + 2)
  if (update) Y.applyUpdate(away, update)
  expect(html(away)).toBe('<blockquote><p>typed meanwhile</p></blockquote>')
  expect(migrateDocument(away, steps)).toBeUndefined()
})

test('the bytes of a state tell whether it is worth loading', () => {
  const old = stockDocument(paragraph('sss schema'))
  expect(mayNeedMigration(Y.encodeStateAsUpdate(old))).toBe(true)
  migrateDocument(old)
  expect(mayNeedMigration(Y.encodeStateAsUpdate(old))).toBe(false)
  expect(mayNeedMigration(seedDocument())).toBe(false)
  expect(mayNeedMigration(Y.encodeStateAsUpdate(new Y.Doc()))).toBe(false)
})
