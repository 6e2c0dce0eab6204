/** Copying out and pasting in. */
import { Extension } from '@tiptap/core'
import { type Fragment, Fragment as Fragments, type Node, Slice } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { flattenPastedHtml } from './flatten-lists.ts'
import { sliceOfText, textOfSlice } from './markdown-slices.ts'
import { NestingSerializer } from './nesting-serializer.ts'

export const Clipboard = Extension.create({
  name: 'clipboard',
  // Before Tiptap's own, which copies text without looks.
  priority: 950,
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          clipboardSerializer: NestingSerializer.forSchema(this.editor.schema),
          transformPastedHTML: flattenPastedHtml,
          clipboardTextSerializer: textOfSlice,
          clipboardTextParser: (text, $context, isPlain, view) =>
            sliceOfText(text, isPlain, view.state.schema, $context.marks()),
          handlePaste: (view, event) => {
            // Lines of code are lines of one block.
            const { $from, $to } = view.state.selection
            const text = event.clipboardData?.getData('text/plain')
            if ($from.parent.attrs['kind'] !== 'code' || !$from.sameParent($to) || !text) return false
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
