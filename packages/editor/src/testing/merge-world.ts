/** A small world for tests: people with real editors on real Y.Docs, apart until `sync`. */
import { contentOf, DocumentShape, seedDocument } from '@dure/document'
import { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { NodeSelection, TextSelection } from '@tiptap/pm/state'
import { expect } from 'vitest'
import * as Y from 'yjs'
import { EditorUndo } from '../binding/editor-undo.ts'
import { drawnToNode } from '../binding/nodes.ts'
import { clipboardForms } from '../clipboard/clipboard.ts'
import { createEditorExtensions } from '../create-editor-extensions.ts'
import { tables } from '../table/table-behaviour.ts'

// Here nothing waits.
await Promise.all([clipboardForms.load(), tables.load()])

// jsdom has no clipboard events; ProseMirror makes one to paste with.
if (typeof ClipboardEvent === 'undefined') Object.assign(globalThis, { ClipboardEvent: class extends Event {} })

export class Person {
  readonly doc = new Y.Doc()
  readonly undo: EditorUndo
  readonly editor: Editor
  /** Updates this person made since the last sync, in order. */
  readonly outbox: Uint8Array[] = []

  /** @param isPartial The document is so large that it arrives by and by; what is shown is not checked meanwhile. */
  constructor(clientId: number, base: Uint8Array, { isPartial = false } = {}) {
    this.doc.clientID = clientId
    Y.applyUpdate(this.doc, base)
    this.undo = new EditorUndo(this.doc, { captureTimeoutMs: 1e9 })
    this.editor = new Editor({
      element: null,
      extensions: createEditorExtensions({ doc: this.doc, undo: this.undo }),
      // Nothing is laid out in jsdom: there is nowhere to scroll to.
      editorProps: { handleScrollToSelection: () => true },
    })
    this.editor.mount(document.createElement('div'))
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'sync') this.outbox.push(update)
    })
    this.editor.on('transaction', ({ transaction }) => {
      if (transaction.docChanged && !isPartial) expectAgreement(this)
    })
  }

  get root(): Node {
    return this.editor.state.doc
  }

  /** Position of the first place where this text begins. */
  find(text: string): number {
    let found = -1
    this.root.descendants((node, position) => {
      if (found >= 0 || !node.isTextblock) return found < 0
      const index = node.textBetween(0, node.content.size, undefined, '\ufffc').indexOf(text)
      if (index >= 0) found = position + 1 + index
      return false
    })
    if (found < 0) throw new Error(`"${text}" is not in ${describe(this.root)}`)
    return found
  }

  caret(position: number, to = position): this {
    this.editor.view.dispatch(this.editor.state.tr.setSelection(TextSelection.create(this.root, position, to)))
    return this
  }

  /** Puts the caret before this text. */
  before(text: string): this {
    return this.caret(this.find(text))
  }

  /** Puts the caret behind this text. */
  after(text: string): this {
    return this.caret(this.find(text) + text.length)
  }

  select(text: string): this {
    const from = this.find(text)
    return this.caret(from, from + text.length)
  }

  type(text: string): this {
    for (const character of text) {
      const { from, to } = this.editor.state.selection
      this.editor.view.dispatch(this.editor.state.tr.insertText(character, from, to))
    }
    return this
  }

  /** Types as a browser does: each letter is offered to the rules first. A line break is Enter. */
  write(text: string): this {
    const { view } = this.editor
    for (const letter of text) {
      const { from, to } = view.state.selection
      if (letter === '\n') this.press('Enter')
      else if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, letter, () => view.state.tr)))
        view.dispatch(view.state.tr.insertText(letter, from, to))
    }
    return this
  }

  press(key: string, modifiers: KeyboardEventInit = {}): this {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...modifiers })
    this.editor.view.someProp('handleKeyDown', (handle) => handle(this.editor.view, event))
    return this
  }

  paste(html: string): this {
    this.editor.view.pasteHTML(html)
    return this
  }

  selectNode(position: number): this {
    this.editor.view.dispatch(this.editor.state.tr.setSelection(NodeSelection.create(this.root, position)))
    return this
  }

  /** Everything until the next call of this is one undo step. */
  step(action: (person: this) => unknown): this {
    this.undo.endStep()
    action(this)
    this.undo.endStep()
    return this
  }

  destroy(): void {
    this.editor.destroy()
    this.undo.destroy()
    this.doc.destroy()
  }
}

export interface WorldOptions {
  readonly people?: number
  /** Higher client ids win ties in Yjs: every row runs with both orders. */
  readonly swapped?: boolean
  /** As after an hour apart: one merged update each, instead of every update by itself. */
  readonly offline?: boolean
}

export class World {
  readonly people: readonly Person[]
  readonly #offline: boolean

  constructor(setUp: (person: Person) => void, { people = 2, swapped = false, offline = false }: WorldOptions = {}) {
    this.#offline = offline
    const author = new Person(50, seedDocument())
    setUp(author)
    const base = Y.encodeStateAsUpdate(author.doc)
    author.destroy()
    const ids = Array.from({ length: people }, (_, index) => 100 * (index + 1))
    if (swapped) ids.reverse()
    this.people = ids.map((id) => new Person(id, base))
  }

  person(index: number): Person {
    const person = this.people[index]
    if (!person) throw new Error(`nobody number ${index}`)
    return person
  }

  sync(): void {
    const sent = this.people.map((person) => ({ person, updates: person.outbox.splice(0) }))
    const states = this.people.map(({ doc }) => Y.encodeStateAsUpdate(doc))
    for (const [index, receiver] of this.people.entries())
      for (const [other, { person, updates }] of sent.entries()) {
        if (person === receiver) continue
        const state = states[other]
        if (this.#offline && state)
          Y.applyUpdate(receiver.doc, Y.diffUpdate(state, Y.encodeStateVector(receiver.doc)), 'sync')
        else for (const update of updates) Y.applyUpdate(receiver.doc, update, 'sync')
        if (index === other) throw new Error('unreachable')
      }
    for (const person of this.people)
      if (person.outbox.length > 0) throw new Error('somebody wrote in answer to a remote change')
    this.expectConverged()
  }

  expectConverged(): void {
    const [first, ...others] = this.people
    if (!first) return
    for (const person of this.people) expectAgreement(person)
    for (const other of others) expect(describe(other.root)).toBe(describe(first.root))
    expectUniqueIds(first.root)
  }

  /** The document as lines, e.g. `h1 Title`, `- item`, `p text`; the same for everyone. */
  get text(): string {
    return lines(this.person(0).root)
  }

  destroy(): void {
    for (const person of this.people) person.destroy()
  }
}

/** What the editor shows is what Yjs says, read afresh. */
export function expectAgreement(person: Person): void {
  const shape = new DocumentShape(contentOf(person.doc))
  const { schema } = person.editor
  const fresh = schema.topNodeType.create(
    null,
    shape.root.children.map((drawn) => drawnToNode(drawn, schema)),
  )
  if (!fresh.eq(person.root)) {
    const [shown, said] = [describe(person.root), describe(fresh)]
    let at = 0
    while (shown[at] === said[at]) at += 1
    const near = (text: string) => text.slice(Math.max(0, at - 120), at + 120)
    const trees = `the editor shows\n${lines(person.root)}\nbut Yjs says\n${lines(fresh)}`
    throw new Error(`${trees}\nfirst difference:\n${near(shown)}\n${near(said)}`)
  }
  person.root.check()
}

function expectUniqueIds(root: Node): void {
  const ids: string[] = []
  root.descendants((node) => {
    if (!node.isInline) ids.push(String(node.attrs['id']))
    return !node.isTextblock
  })
  expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted())
}

export const describe = (root: Node): string => JSON.stringify(root.toJSON())

const PREFIX: Readonly<Record<string, string>> = { paragraph: 'p', bullet: '-', ordered: '1.', quote: '>', code: '```' }

/** One line a block: its kind, then its text with marks in brackets. Containers indent what is in them. */
export function lines(node: Node, margin = ''): string {
  const out: string[] = []
  node.forEach((child) => {
    if (!child.isTextblock) {
      out.push(`${margin}<${child.type.name}>`)
      if (child.childCount > 0) out.push(lines(child, `${margin}  `))
      return
    }
    const { kind, level, indent, checked } = child.attrs
    const prefix = kind === 'heading' ? `h${level}` : kind === 'task' ? (checked ? '[x]' : '[ ]') : PREFIX[kind]
    let text = ''
    child.forEach((inline) => {
      const names = inline.marks.map((mark) => mark.type.name).join('+')
      const value = inline.isText ? inline.text : `(${inline.type.name})`
      text += names === '' ? value : `${names}{${value}}`
    })
    out.push(`${margin}${'  '.repeat(indent)}${prefix} ${text}`.trimEnd())
  })
  return out.join('\n')
}
