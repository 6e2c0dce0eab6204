// @vitest-environment jsdom
import type { DocumentConnection } from '@dure/client'
import { createEditorExtensions, EditorUndo } from '@dure/editor'
import { Editor } from '@tiptap/core'
import { afterEach, expect, test } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { en } from '../language/en/index.ts'
import { createTranslator } from '../language/translate.ts'
import { attachmentUrl } from './attachment-address.ts'
import { AttachmentBlocks } from './attachment-blocks.ts'
// Loaded already, so that it draws at once.
import './attachment-view.ts'

const [documentId, id] = ['d'.repeat(22), 'f'.repeat(22)]
let editor: Editor
let awareness: Awareness
afterEach(() => {
  editor.destroy()
  awareness.destroy()
})

function open(): Editor {
  const doc = new Y.Doc()
  awareness = new Awareness(doc)
  const translator = createTranslator('en', en)
  // Only its presence is asked for.
  const connection = { awareness } as unknown as DocumentConnection
  const attachments = { documentId, connection, owner: 'nobody', translator, notify: () => undefined }
  editor = new Editor({
    element: document.createElement('div'),
    extensions: [
      ...createEditorExtensions({
        doc,
        undo: new EditorUndo(doc),
        attachmentUrl: (each) => attachmentUrl(documentId, each),
      }),
      AttachmentBlocks.configure({ attachments }),
    ],
  })
  return editor
}

const figure = (): HTMLElement => {
  const found = editor.view.dom.querySelector('figure')
  if (!found) throw new Error('no figure')
  return found
}

test('[UI19] a picture is drawn from its document, in a place that is kept before it is there', async () => {
  open().commands.insertLeaf('image', { attachment: id, name: 'a.png', naturalWidth: 400, naturalHeight: 200 })
  expect(figure().querySelector('div')?.style.width).toBe('400px')
  await expect.poll(() => figure().querySelector('img')).not.toBeNull()
  const image = figure().querySelector('img')
  expect(image?.getAttribute('src')).toBe(attachmentUrl(documentId, id))
  expect(image?.alt).toBe('a.png')
  const style = image?.parentElement?.style
  expect([style?.width, style?.aspectRatio]).toEqual(['400px', '2 / 1'])
  editor.commands.setLeafAttributes(0, { width: 200, alt: 'rice', align: 'left' })
  expect(image?.parentElement?.style.width).toBe('200px')
  expect(figure().dataset['align']).toBe('left')
  expect(figure().querySelector('img')).toBe(image)
})

test('[UI19] what is not there yet says who brings it, and is never a broken picture', () => {
  open().commands.insertLeaf('image', { attachment: id, name: 'a.png' })
  figure().querySelector('img')?.dispatchEvent(new Event('error'))
  expect(figure().dataset['state']).toBe('missing')
  expect(figure().textContent).toContain('a.png')
  expect(figure().textContent).toContain('Not here yet')
  awareness.setLocalState({ user: { name: 'Bob' }, uploads: { [id]: 42 } })
  expect(figure().textContent).toContain('Bob is uploading it: 42%')
  figure().querySelector('img')?.dispatchEvent(new Event('load'))
  expect(figure().dataset['state']).toBe('there')
  expect(figure().textContent).not.toContain('a.png')
})

test('[UI19] a picture on another site is a link, and nothing is loaded from there', () => {
  open().commands.insertLeaf('image', { src: 'https://elsewhere.example/a.png', alt: 'a field' })
  expect(figure().querySelector('img')).toBeNull()
  expect(figure().querySelector('a')?.href).toBe('https://elsewhere.example/a.png')
  expect(figure().textContent).toContain('a field')
})

test('[UI19] a file says its name, kind and size', () => {
  open().commands.insertLeaf('file', { attachment: id, name: '<b>회의록</b>.pdf', size: 1536 })
  expect(figure().textContent).toContain('PDF<b>회의록</b>.pdf1.5 kB')
  expect(figure().querySelector('a')?.getAttribute('href')).toBe(`${attachmentUrl(documentId, id)}?download`)
})

test('[UI19] a caption is written at each key, and shows what others write without moving the caret', async () => {
  open().commands.insertLeaf('image', { attachment: id, name: 'a.png', caption: 'rice' })
  await expect.poll(() => figure().querySelector('input')).not.toBeNull()
  const field = figure().querySelector('input')
  if (!field) throw new Error('no caption')
  document.body.append(editor.view.dom)
  const caption = (): unknown => editor.state.doc.child(0).attrs['caption']
  const typed = (value: string, caret: number): void => {
    field.value = value
    field.setSelectionRange(caret, caret)
    field.dispatchEvent(new Event('input'))
  }
  field.focus()
  typed('rice f', 6)
  expect(caption()).toBe('rice f')
  editor.commands.setLeafAttributes(0, { caption: 'green rice f' })
  expect([field.value, field.selectionStart]).toEqual(['green rice f', 12])
  // Half a syllable is nobody else's.
  field.dispatchEvent(new Event('compositionstart'))
  typed('green rice f 노', 14)
  expect(caption()).toBe('green rice f')
  field.dispatchEvent(new Event('compositionend'))
  expect(caption()).toBe('green rice f 노')
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, cancelable: true }))
  expect(caption()).toBe('rice')
})
