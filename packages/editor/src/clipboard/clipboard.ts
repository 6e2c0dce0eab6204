/**
 * Copying out and pasting in. What reads and writes the forms that a clipboard holds is loaded when the editor is there:
 * nobody waits for it to read or to type, and a paste that comes before it waits for it.
 */
import { Extension } from '@tiptap/core'
import { type Fragment, Fragment as Fragments, type Node, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { LoadedLater } from '../behaviour/loaded-later.ts'
import { NestingSerializer } from './nesting-serializer.ts'

export const clipboardForms = new LoadedLater(() => import('./clipboard-forms.ts'))

export const Clipboard = Extension.create({
  name: 'clipboard',
  // Before Tiptap's own, which copies text without looks.
  priority: 950,
  onCreate() {
    void clipboardForms.load().catch(() => undefined)
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          clipboardSerializer: NestingSerializer.forSchema(this.editor.schema),
          transformPastedHTML: (html) => clipboardForms.now?.flattenPastedHtml(html) ?? html,
          // An empty answer is none: ProseMirror's own is the text alone.
          clipboardTextSerializer: (slice) => clipboardForms.now?.textOfSlice(slice) ?? '',
          // As is none here.
          clipboardTextParser: (text, $context, isPlain, view) =>
            clipboardForms.now?.sliceOfText(text, isPlain, view.state.schema, $context.marks()) as Slice,
          handlePaste: (view, event) => {
            // Lines of code are lines of one block.
            const { $from, $to } = view.state.selection
            const text = event.clipboardData?.getData('text/plain')
            if ($from.parent.attrs['kind'] !== 'code' || !$from.sameParent($to) || !text)
              return pastesLater(view, event)
            view.dispatch(view.state.tr.insertText(text.replaceAll(/\r\n?/g, '\n')).scrollIntoView())
            return true
          },
          transformPasted: (slice, view) => {
            const taken = new Set<string>()
            view.state.doc.descendants((node) => {
              if (typeof node.attrs['id'] === 'string') taken.add(node.attrs['id'])
              return !node.isTextblock
            })
            return new Slice(withFreeIds(slice.content, taken), slice.openStart, slice.openEnd)
          },
        },
      }),
    ]
  },
})

/** Before whatever takes pictures out of what is pasted: some of them are signs. */
export const PastedText = Extension.create({
  name: 'pastedText',
  priority: 1200,
  addProseMirrorPlugins: () => [
    new Plugin({ props: { transformPastedHTML: (html) => clipboardForms.now?.plainPastedHtml(html) ?? html } }),
  ],
})

/** Whether what reads it is still to come: it is pasted then. */
function pastesLater(view: EditorView, { clipboardData }: ClipboardEvent): boolean {
  const html = clipboardData?.getData('text/html') ?? ''
  const text = clipboardData?.getData('text/plain') ?? ''
  if (clipboardForms.now || (html === '' && text === '')) return false
  const paste = (): void => {
    if (view.isDestroyed) return
    if (html === '') view.pasteText(text)
    else view.pasteHTML(html)
  }
  clipboardForms.load().then(paste, paste)
  return true
}

/** A copy is a new block; what was cut keeps its id, by which the binding knows that it was moved. */
function withFreeIds(content: Fragment, taken: ReadonlySet<string>): Fragment {
  const nodes: Node[] = []
  content.forEach((node) => {
    if (node.isInline) nodes.push(node)
    else {
      const free = typeof node.attrs['id'] === 'string' && !taken.has(node.attrs['id'])
      const attributes = 'id' in node.attrs && !free ? { ...node.attrs, id: null } : node.attrs
      nodes.push(node.type.create(attributes, withFreeIds(node.content, taken), node.marks))
    }
  })
  return Fragments.fromArray(nodes)
}
