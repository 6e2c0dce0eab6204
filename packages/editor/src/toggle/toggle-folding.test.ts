// @vitest-environment jsdom
import { BLOCK, contentOf, newElement, seedDocument } from '@dure/document'
import { Editor } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { createEditorExtensions } from '../create-editor-extensions.ts'
import type { FoldStore } from './toggle-folding.ts'

function editorOf(doc: Y.Doc, kept: string[]): Editor {
  const store: FoldStore = { read: () => kept, write: (ids) => kept.splice(0, kept.length, ...ids) }
  const editor = new Editor({
    element: null,
    extensions: createEditorExtensions({ doc, folding: { store, label: 'Fold' } }),
  })
  editor.mount(document.createElement('div'))
  return editor
}

function withToggle(): { doc: Y.Doc; kept: string[]; editor: Editor } {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  const kept: string[] = []
  const editor = editorOf(doc, kept)
  editor.commands.wrapBlocks('toggle')
  editor.commands.insertContent('summary')
  editor.view.someProp('handleKeyDown', (handle) =>
    handle(editor.view, new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })),
  )
  editor.commands.insertContent('inside')
  return { doc, kept, editor }
}

const hidden = (editor: Editor): string[] =>
  [...editor.view.dom.querySelectorAll('[hidden="until-found"]')].map((element) => element.textContent ?? '')

test('folding writes nothing to the document, is remembered, and keeps the first line', () => {
  const { doc, kept, editor } = withToggle()
  const before = Y.encodeStateVector(doc)
  expect(editor.commands.toggleFold()).toBe(true)
  expect(hidden(editor)).toEqual(['inside'])
  expect(editor.view.dom.querySelector('.toggle-arrow')?.getAttribute('aria-expanded')).toBe('false')
  // The caret went to the line that stays.
  expect(editor.state.selection.$from.parent.textContent).toBe('summary')
  expect(Y.encodeStateVector(doc)).toEqual(before)
  expect(kept).toHaveLength(1)
  editor.destroy()
  const again = editorOf(doc, kept)
  expect(hidden(again)).toEqual(['inside'])
  again.destroy()
})

test('a caret that comes in, the browser’s find, and the arrow open it; what others do to it leaves it folded', () => {
  const { doc, kept, editor } = withToggle()
  editor.commands.toggleFold()
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  const others = editorOf(other, [])
  others.view.dispatch(others.state.tr.insertText('their ', 2, 2))
  others.view.dispatch(others.state.tr.insertText('more ', 4, 4))
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
  expect(hidden(editor)).toEqual(['inside'])
  let position = 0
  editor.state.doc.descendants((node, at) => {
    if (node.textContent === 'inside' && node.isTextblock) position = at + 1
    return true
  })
  editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, position)))
  expect(hidden(editor)).toEqual([])
  expect(kept).toEqual([])
  editor.commands.toggleFold()
  editor.view.dom.querySelector('[hidden]')?.dispatchEvent(new Event('beforematch', { bubbles: true }))
  expect(hidden(editor)).toEqual([])
  editor.view.dom.querySelector<HTMLElement>('.toggle-arrow')?.click()
  expect(hidden(editor)).toEqual(['inside'])
  others.destroy()
  editor.destroy()
})

test('what was folded is folded in the part of a long document that comes later, too', () => {
  const { doc, kept, editor } = withToggle()
  expect(editor.commands.toggleFold()).toBe(true)
  editor.destroy()
  const content = contentOf(doc)
  content.insert(
    0,
    Array.from({ length: 1_000 }, (_, index) => newElement(BLOCK, `b${index}`)),
  )
  const again = editorOf(doc, kept)
  expect(hidden(again)).toEqual([])
  again.view.dom.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }))
  expect(hidden(again)).toEqual(['inside'])
  again.destroy()
})
