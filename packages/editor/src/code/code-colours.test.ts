// @vitest-environment jsdom
import { seedDocument } from '@dure/document'
import { Editor } from '@tiptap/core'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { createEditorExtensions } from '../create-editor-extensions.ts'
import type { CodeHighlighter } from './code-colours.ts'

/** Digits are numbers; whatever else there may be in a language. */
function editorWith(read: string[]): Editor {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  const highlighter: CodeHighlighter = {
    highlight: (language, text) => {
      read.push(text)
      if (language !== 'ts') return []
      return [...text.matchAll(/\d+/g)].map(({ index, 0: found }) => ({
        from: index,
        to: index + found.length,
        look: 'number',
      }))
    },
  }
  const editor = new Editor({
    element: null,
    extensions: createEditorExtensions({ doc, loadHighlighter: () => Promise.resolve(highlighter) }),
  })
  editor.mount(document.createElement('div'))
  return editor
}

const coloured = (editor: Editor): string[] =>
  [...editor.view.dom.querySelectorAll('.number')].map((element) => element.textContent ?? '')

const write = (editor: Editor, text: string, at = editor.state.selection.from) =>
  editor.view.dispatch(editor.state.tr.insertText(text, at))

const settle = (check: () => void) => vi.waitFor(check, { timeout: 3_000, interval: 20 })

test('code has colours some moments after the last key, and none when it is code no longer', async () => {
  const read: string[] = []
  const editor = editorWith(read)
  editor.commands.setBlock('code', { language: 'ts' })
  write(editor, 'a = 12')
  expect(coloured(editor)).toEqual([])
  await settle(() => expect(coloured(editor)).toEqual(['12']))
  // What is typed beside a word is part of it at once, and the rest follows.
  write(editor, ' + 7')
  expect(coloured(editor)).toEqual(['12'])
  await settle(() => expect(coloured(editor)).toEqual(['12', '7']))
  editor.commands.setBlock('code', { language: 'text' })
  await settle(() => expect(coloured(editor)).toEqual([]))
  editor.commands.setBlock('code', { language: 'ts' })
  await settle(() => expect(coloured(editor)).toEqual(['12', '7']))
  editor.commands.setBlock('paragraph')
  await settle(() => expect(coloured(editor)).toEqual([]))
  editor.destroy()
})

test('an edit in long code reads one stretch of it anew', async () => {
  const read: string[] = []
  const editor = editorWith(read)
  const text = Array.from({ length: 1_200 }, (_, line) => (line % 30 === 29 ? '' : `line ${line}`)).join('\n')
  editor.commands.setBlock('code', { language: 'ts' })
  write(editor, text)
  await settle(() => expect(coloured(editor).at(-1)).toBe('1198'))
  expect(read.length).toBeGreaterThan(2)
  read.length = 0
  write(editor, '5 ', 1)
  await settle(() => expect(coloured(editor)[0]).toBe('5'))
  expect(read.length).toBeLessThanOrEqual(2)
  editor.destroy()
})

test('where there is no code, typing makes no transaction but its own', async () => {
  const editor = editorWith([])
  let transactions = 0
  editor.on('transaction', () => {
    transactions += 1
  })
  write(editor, 'plain text')
  editor.commands.setBlock('heading', { level: 1 })
  const after = transactions
  const code = editorWith([])
  code.commands.setBlock('code', { language: 'ts' })
  write(code, '12')
  await settle(() => expect(coloured(code)).toEqual(['12']))
  expect(transactions).toBe(after)
  editor.destroy()
  code.destroy()
})
