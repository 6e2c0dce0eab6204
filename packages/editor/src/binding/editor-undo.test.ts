import { contentOf, newElement } from '@dure/document'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { EditorUndo } from './editor-undo.ts'
import { LocalEdit } from './local-edit.ts'

/** Every edit a step of its own, but for what is said to belong together. */
function writer() {
  const doc = new Y.Doc()
  const undo = new EditorUndo(doc, { captureTimeoutMs: 0 })
  const text = new Y.XmlText()
  const block = newElement('block', 'a')
  block.insert(0, [text])
  contentOf(doc).insert(0, [block])
  const origin = new LocalEdit()
  return {
    undo,
    text,
    write: (edit: () => void) => doc.transact(edit, origin),
  }
}

test('a composition is one step, however long it took: undo never leaves half a syllable', () => {
  const { undo, text, write } = writer()
  write(() => text.insert(0, 'ab'))
  undo.beginComposition()
  write(() => text.insert(2, 'ㅎ'))
  undo.endStep()
  write(() => {
    text.delete(2, 1)
    text.insert(2, '한')
  })
  undo.endComposition()
  write(() => text.insert(3, 'c'))
  undo.undo()
  expect(text.toString()).toBe('ab한')
  undo.undo()
  expect(text.toString()).toBe('ab')
  undo.redo()
  expect(text.toString()).toBe('ab한')
})
