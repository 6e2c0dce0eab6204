/** In the browser: Tiptap as it comes, bound by y-tiptap, over y-websocket. Seeds the document when it is asked to. */
import { Editor, Extension, Node } from '@tiptap/core'
import { keymap } from '@tiptap/pm/keymap'
import { ySyncPlugin, yUndoPlugin } from '@tiptap/y-tiptap'
import { WebsocketProvider } from 'y-websocket-2'
import * as Y from 'yjs'
import { hundredPages } from './hundred-pages.ts'

const { room = '', socket = '', seed } = Object.fromEntries(new URLSearchParams(location.search))
const doc = new Y.Doc()
const provider = new WebsocketProvider(socket, room, doc, { disableBc: true })
const content = doc.getXmlFragment('content')

const block = (name: string, tag: string) =>
  Node.create({ name, group: 'block', content: 'inline*', parseHTML: () => [{ tag }], renderHTML: () => [tag, 0] })

provider.once('sync', () => {
  if (seed !== undefined)
    content.push(
      hundredPages().map(({ heading, text }) => {
        const element = new Y.XmlElement(heading ? 'heading' : 'paragraph')
        element.push([new Y.XmlText(text)])
        return element
      }),
    )
  new Editor({
    element: document.querySelector('main'),
    extensions: [
      Node.create({ name: 'doc', topNode: true, content: 'block+' }),
      Node.create({ name: 'text', group: 'inline' }),
      block('paragraph', 'p'),
      block('heading', 'h2'),
      Extension.create({
        name: 'stock',
        addProseMirrorPlugins: () => [ySyncPlugin(content), yUndoPlugin(), keymap({})],
      }),
    ],
  })
})
