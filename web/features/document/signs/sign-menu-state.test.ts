// @vitest-environment jsdom
import { seedDocument } from '@dure/document'
import { createEditorExtensions } from '@dure/editor'
import { Editor } from '@tiptap/core'
import { afterEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { SignMenuState, signQuery } from './sign-menu-state.ts'

let editor: Editor
afterEach(() => editor.destroy())

function open(): Editor {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  editor = new Editor({
    element: document.createElement('div'),
    extensions: [...createEditorExtensions({ doc }), SignMenuState],
  })
  editor.commands.setTextSelection(1)
  return editor
}

/** Letter by letter, as a person does. */
function type(text: string): void {
  const { view } = editor
  for (const letter of text) {
    const { from, to } = view.state.selection
    const insert = () => view.state.tr.insertText(letter, from, to)
    if (!view.someProp('handleTextInput', (handle) => handle(view, from, to, letter, insert))) view.dispatch(insert())
  }
}

const press = (key: string, more: KeyboardEventInit = {}): boolean => {
  const event = new KeyboardEvent('keydown', { key, ...more })
  return editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, event)) ?? false
}

/** The sign and what is looked for; nothing while no menu is open. */
const asked = (): string => {
  const query = signQuery(editor.state)
  return query ? `${query.sign}${query.text}` : ''
}

test.each([
  ['/', '/'],
  ['/제목', '/제목'],
  ['a /h1', '/h1'],
  ['a/b', ''],
  ['(/b', ''],
  ['/two words', ''],
  [`/${'a'.repeat(25)}`, ''],
  ['@Mina Kim', '@Mina Kim'],
  ['(@Mina', '@Mina'],
  ['mina@kim', ''],
  ['@ Mina', ''],
  ['@Mina  Kim', ''],
  ['see :tada', ':tada'],
  ['“:+1:', ':+1:'],
  ['10:30', ''],
  [': yes', ''],
  [':)', ''],
  ['@Mina :하트', ':하트'],
  ['@Mina /', '/'],
])('after typing %s the open menu is %s', (typed, open_) => {
  open()
  type(typed)
  expect(asked()).toBe(open_)
  expect(editor.getText()).toBe(typed)
})

test('a sign is a sign in code, and where nobody typed it', () => {
  open().commands.setBlock('code')
  type('/@')
  expect(asked()).toBe('')
  editor.destroy()
  open().commands.insertContent('/text')
  editor.commands.setTextSelection(3)
  expect(asked()).toBe('')
})

test('follows its sign when others write before it, and closes when the caret leaves it', () => {
  open()
  type('one @Mi')
  editor.view.dispatch(editor.state.tr.insertText('XYZ', 1))
  expect(signQuery(editor.state)).toEqual({ sign: '@', from: 8, to: 11, text: 'Mi' })
  editor.commands.setTextSelection(2)
  expect(asked()).toBe('')
})

test('opens by command, is taken out with what was typed, and Escape leaves it as text', () => {
  open().commands.openSignMenu(':')
  type('cat')
  expect(asked()).toBe(':cat')
  expect(editor.chain().takeSignQuery().insertContent('🐈').run()).toBe(true)
  expect([editor.getText(), asked()]).toEqual(['🐈', ''])
  expect(editor.commands.takeSignQuery()).toBe(false)
  type(' /tab')
  expect(press('Escape')).toBe(true)
  expect([editor.getText(), asked()]).toEqual(['🐈 /tab', ''])
})

test("keys are the list's while one is open, and an input method's while it composes", () => {
  open()
  const heard: string[] = []
  editor.storage.signMenu.list = { onKey: ({ key }) => heard.push(key) > 0 }
  press('ArrowDown')
  type('/')
  press('ArrowDown', { isComposing: true })
  press('Process', { keyCode: 229 })
  expect(heard).toEqual([])
  expect(press('Enter')).toBe(true)
  expect(heard).toEqual(['Enter'])
})
