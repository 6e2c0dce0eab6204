/**
 * Large documents: one key here, one key from elsewhere, and opening, at 3,000 and 10,000 blocks, in one run beside the
 * stock binding (y-tiptap) and a plain ProseMirror editor with the same blocks.
 *
 *     node bench/editor-large-document.ts [blocks …]
 *
 * In jsdom, so what is measured is script: bindings, state, view updates. Layout and paint are the browser's and the
 * same for all three. Each number is the median and p95 of 60 keys, after 20 that warm up.
 */
import { BLOCK, contentOf, newElement, seedDocument } from '@dure/document'
import { createEditorExtensions, EditorUndo } from '@dure/editor'
import { Editor } from '@tiptap/core'
import { Schema } from '@tiptap/pm/model'
import { EditorState } from '@tiptap/pm/state'
import { EditorView } from '@tiptap/pm/view'
import { initProseMirrorDoc, ySyncPlugin } from '@tiptap/y-tiptap'
import { JSDOM } from 'jsdom'
import * as Y from 'yjs'

const WARM_UP = 20
const KEYS = 60
const SENTENCE = 'The quick brown fox jumps over the lazy dog, and nobody minds at all. '

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true })
const names = [
  'window',
  'document',
  'Node',
  'Element',
  'HTMLElement',
  'Text',
  'MutationObserver',
  'DOMParser',
  'KeyboardEvent',
]
for (const name of names)
  if (!(name in globalThis)) Object.assign(globalThis, { [name]: window[name as keyof typeof window] })
// ProseMirror asks the selection's geometry, which jsdom has none of.
const page = window.document

interface Subject {
  readonly view: EditorView
  /** A key of somebody else, in the middle of the document, arriving as an update. */
  remoteKey?(): void
  destroy(): void
}

interface Contender {
  readonly name: string
  open(blocks: number): Subject
}

function blockUpdate(blocks: number): Uint8Array {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  doc.transact(() => {
    const elements = Array.from({ length: blocks - 1 }, (_, index) => {
      const element = newElement(BLOCK, `b${index}`, { kind: 'paragraph' })
      element.insert(0, [new Y.XmlText(SENTENCE)])
      return element
    })
    contentOf(doc).insert(1, elements)
  })
  return Y.encodeStateAsUpdate(doc)
}

function paragraphUpdate(blocks: number): Uint8Array {
  const doc = new Y.Doc()
  doc.transact(() => {
    const elements = Array.from({ length: blocks }, () => {
      const element = new Y.XmlElement('paragraph')
      element.insert(0, [new Y.XmlText(SENTENCE)])
      return element
    })
    doc.getXmlFragment('content').insert(0, elements)
  })
  return Y.encodeStateAsUpdate(doc)
}

const schema = new Schema({
  nodes: {
    doc: { content: 'paragraph+' },
    paragraph: { content: 'text*', group: 'block', toDOM: () => ['p', 0], parseDOM: [{ tag: 'p' }] },
    text: { group: 'inline' },
  },
})

/** Another person's copy of the document, typing into its middle block. */
function remotePerson(doc: Y.Doc): () => void {
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const middle = other.getXmlFragment('content').get(Math.floor(other.getXmlFragment('content').length / 2))
  const text = middle instanceof Y.XmlElement ? middle.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('no text in the middle')
  let update: Uint8Array | undefined
  other.on('update', (bytes: Uint8Array) => {
    update = bytes
  })
  return () => {
    text.insert(5, 'x')
    if (update) Y.applyUpdate(doc, update, 'remote')
  }
}

const updates = new Map<string, Uint8Array>()
const cached = (name: string, blocks: number, make: (blocks: number) => Uint8Array): Uint8Array => {
  const key = `${name} ${blocks}`
  const known = updates.get(key) ?? make(blocks)
  updates.set(key, known)
  return known
}

const contenders: readonly Contender[] = [
  {
    name: 'plain ProseMirror',
    open: (blocks) => {
      const paragraph = schema.nodes['paragraph']
      const children = Array.from({ length: blocks }, () => paragraph?.create(null, schema.text(SENTENCE)))
      const doc = schema.node(
        'doc',
        null,
        children.filter((child) => child !== undefined),
      )
      const view = new EditorView(page.createElement('div'), { state: EditorState.create({ doc }) })
      return { view, destroy: () => view.destroy() }
    },
  },
  {
    name: 'y-tiptap (stock)',
    open: (blocks) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, cached('paragraphs', blocks, paragraphUpdate))
      const fragment = doc.getXmlFragment('content')
      const { doc: initial, mapping } = initProseMirrorDoc(fragment, schema)
      const state = EditorState.create({ doc: initial, plugins: [ySyncPlugin(fragment, { mapping })] })
      const view = new EditorView(page.createElement('div'), { state })
      return { view, remoteKey: remotePerson(doc), destroy: () => view.destroy() }
    },
  },
  {
    name: 'Dure',
    open: (blocks) => {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, cached('blocks', blocks, blockUpdate))
      const undo = new EditorUndo(doc)
      const editor = new Editor({ element: null, extensions: createEditorExtensions({ doc, undo }) })
      editor.mount(page.createElement('div'))
      return { view: editor.view, remoteKey: remotePerson(doc), destroy: () => editor.destroy() }
    },
  },
]

interface Took {
  readonly median: number
  readonly p95: number
  /** CPU time of the process, which other load on the machine does not stretch. */
  readonly cpu: number
}

function measure(run: () => void, times: number): Took {
  const before = process.cpuUsage()
  const took: number[] = []
  for (let index = 0; index < times; index += 1) {
    const start = performance.now()
    run()
    took.push(performance.now() - start)
  }
  took.sort((a, b) => a - b)
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0
  const { user, system } = process.cpuUsage(before)
  return { median: at(0.5), p95: at(0.95), cpu: (user + system) / 1000 / times }
}

const ms = ({ median, p95, cpu }: Took): string => `${median.toFixed(2)} / ${p95.toFixed(2)} / ${cpu.toFixed(2)}`

const asked = process.argv.slice(2).map(Number)
for (const blocks of asked.length > 0 ? asked : [3_000, 10_000]) {
  console.info(`\n${blocks} blocks (median / p95 / CPU a key, in ms)`)
  for (const { name, open } of contenders) {
    open(blocks).destroy()
    let subject: Subject | undefined
    const opening = measure(() => {
      subject?.destroy()
      subject = open(blocks)
    }, 3)
    if (!subject) continue
    const { view } = subject
    const middle = Math.floor(view.state.doc.content.size / 2)
    const position = view.state.doc.resolve(middle).start(1) + 3
    const localKey = () => view.dispatch(view.state.tr.insertText('x', position))
    measure(localKey, WARM_UP)
    const local = measure(localKey, KEYS)
    const { remoteKey } = subject
    if (remoteKey) measure(remoteKey, WARM_UP)
    const remote = remoteKey ? measure(remoteKey, KEYS) : undefined
    const line = `open ${opening.median.toFixed(0)} (CPU ${opening.cpu.toFixed(0)})   local key ${ms(local)}   remote key ${remote ? ms(remote) : '-'}`
    console.info(`  ${name.padEnd(18)} ${line}`)
    subject.destroy()
  }
}
process.exit(0)
