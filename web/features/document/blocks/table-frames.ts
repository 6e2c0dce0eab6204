/**
 * Whoever may only read has no caret to bring the end of a wide table before their eyes: there, its frame takes the
 * focus, and arrows scroll it. Whoever writes moves by the caret, and Tab is not held up at every table.
 */
import { Extension } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

export const TableFrames = Extension.create<{ label: string }>({
  name: 'tableFrames',
  addOptions: () => ({ label: '' }),
  addProseMirrorPlugins() {
    const { editor, options } = this
    const drawn = new WeakMap<Node, DecorationSet>()
    const framesOf = (doc: Node): DecorationSet => {
      const known = drawn.get(doc) ?? framesIn(doc, options.label)
      drawn.set(doc, known)
      return known
    }
    return [new Plugin({ props: { decorations: ({ doc }) => (editor.isEditable ? null : framesOf(doc)) } })]
  },
})

function framesIn(doc: Node, label: string): DecorationSet {
  const frames: Decoration[] = []
  doc.descendants((node, position) => {
    if (node.type.name === 'table')
      frames.push(
        Decoration.node(position, position + node.nodeSize, { tabindex: '0', role: 'group', 'aria-label': label }),
      )
    return !node.isTextblock
  })
  return DecorationSet.create(doc, frames)
}
