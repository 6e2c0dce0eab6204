/**
 * Three editors with the same text: Dure's, the stock binding (y-tiptap), and a plain ProseMirror editor that is bound to
 * nothing, which is as fast as an editor on ProseMirror can be. The stock binding stands alone, without the extensions
 * that an editor built on it would have; Dure comes with all of its own.
 */
import { BLOCK, contentOf, newElement, seedDocument } from '@dure/document'
import { createEditorExtensions, EditorUndo } from '@dure/editor'
import { Editor } from '@tiptap/core'
import { Schema } from '@tiptap/pm/model'
import { EditorState } from '@tiptap/pm/state'
import { EditorView } from '@tiptap/pm/view'
import { initProseMirrorDoc, ySyncPlugin } from '@tiptap/y-tiptap'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

const SENTENCE = 'The quick brown fox jumps over the lazy dog, and nobody minds at all. '

export interface Subject {
  readonly view: EditorView
  /** Splits the block at the caret, as the editor's own Enter does. */
  enterKey(): void
  /** A key of somebody else, in the middle of the document, arriving as an update. */
  readonly remoteKey?: () => void
  /** Puts the carets of so many others into the blocks at the middle, each somewhere else every time. */
  readonly placeCarets?: (people: number) => void
  destroy(): void
}

export interface Contender {
  readonly name: string
  /** From bytes, as a local copy would have them, to an editor in `parent`. */
  open(blocks: number, parent: HTMLElement): Subject
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

const split = (view: EditorView): void => view.dispatch(view.state.tr.split(view.state.selection.from))

/** The text of the top-level element at this place; the middle one without a place. */
function textAt(doc: Y.Doc, index?: number): Y.XmlText {
  const fragment = doc.getXmlFragment('content')
  const element = fragment.get(index ?? Math.floor(fragment.length / 2))
  const text = element instanceof Y.XmlElement ? element.get(0) : undefined
  if (!(text instanceof Y.XmlText)) throw new Error('no text there')
  return text
}

/** Another person's copy of the document, typing into its middle block. Made at the first key: opening is timed. */
function remotePerson(doc: Y.Doc): () => void {
  let text: Y.XmlText | undefined
  let update: Uint8Array | undefined
  const arrive = (): Y.XmlText => {
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
    other.on('update', (bytes: Uint8Array) => {
      update = bytes
    })
    return textAt(other)
  }
  return () => {
    text ??= arrive()
    text.insert(5, 'x')
    if (update) Y.applyUpdate(doc, update, 'remote')
  }
}

/** At the middle: fewer than a window shows. */
export const BLOCKS_WITH_CARETS = 10

/** Presence of others, as it comes over the wire: states in the map, then one event. */
function caretsOf(doc: Y.Doc, awareness: Awareness): (people: number) => void {
  let turn = 0
  return (people) => {
    turn += 1
    const middle = Math.floor(contentOf(doc).length / 2)
    const clients = Array.from({ length: people }, (_, index) => index + 1)
    for (const client of clients) {
      const place = (offset: number) =>
        Y.relativePositionToJSON(
          Y.createRelativePositionFromTypeIndex(
            textAt(doc, middle + (client % BLOCKS_WITH_CARETS)),
            offset + ((turn + client) % 30),
            -1,
          ),
        )
      awareness.states.set(client, {
        user: { id: `user${client}`, name: `Person ${client}`, color: '#2f66c4' },
        caret: { anchor: place(0), head: place(client % 3 === 0 ? 20 : 0) },
      })
    }
    awareness.emit('change', [{ added: [], updated: clients, removed: [] }, 'remote'])
  }
}

const updates = new Map<string, Uint8Array>()
const cached = (name: string, blocks: number, make: (blocks: number) => Uint8Array): Uint8Array => {
  const key = `${name} ${blocks}`
  const known = updates.get(key) ?? make(blocks)
  updates.set(key, known)
  return known
}

export const plain: Contender = {
  name: 'plain ProseMirror',
  open: (blocks, parent) => {
    const paragraph = schema.nodes['paragraph']
    const children = Array.from({ length: blocks }, () => paragraph?.create(null, schema.text(SENTENCE)))
    const doc = schema.node(
      'doc',
      null,
      children.filter((child) => child !== undefined),
    )
    const view = new EditorView(parent, { state: EditorState.create({ doc }) })
    return { view, enterKey: () => split(view), destroy: () => view.destroy() }
  },
}

export const stock: Contender = {
  name: 'y-tiptap (stock)',
  open: (blocks, parent) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, cached('paragraphs', blocks, paragraphUpdate))
    const fragment = doc.getXmlFragment('content')
    const { doc: initial, mapping } = initProseMirrorDoc(fragment, schema)
    const state = EditorState.create({ doc: initial, plugins: [ySyncPlugin(fragment, { mapping })] })
    const view = new EditorView(parent, { state })
    return { view, enterKey: () => split(view), remoteKey: remotePerson(doc), destroy: () => view.destroy() }
  },
}

export const dure: Contender = {
  name: 'Dure',
  open: (blocks, parent) => {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, cached('blocks', blocks, blockUpdate))
    const undo = new EditorUndo(doc)
    const awareness = new Awareness(doc)
    const editor = new Editor({ element: null, extensions: createEditorExtensions({ doc, undo, awareness }) })
    editor.mount(parent)
    const { view } = editor
    return {
      view,
      enterKey: () => {
        const event = new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter' })
        view.someProp('handleKeyDown', (handle) => handle(view, event))
      },
      remoteKey: remotePerson(doc),
      placeCarets: caretsOf(doc, awareness),
      destroy: () => {
        editor.destroy()
        awareness.destroy()
      },
    }
  },
}

export const contenders: readonly Contender[] = [plain, stock, dure]

/** Before the first opening is timed: whatever is only needed to make a document to open. */
export function prepare(blocks: number): void {
  cached('paragraphs', blocks, paragraphUpdate)
  cached('blocks', blocks, blockUpdate)
}
