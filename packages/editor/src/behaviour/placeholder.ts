/** A hint in the empty document, and in the empty block at the caret. Looks at two blocks, never at the document. */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { caretBlock } from './selected-blocks.ts'

export interface PlaceholderOptions {
  /** In a document that is empty. */
  readonly document: string
  /** In the empty paragraph at the caret. */
  readonly block: string
}

export const Placeholder = Extension.create<PlaceholderOptions>({
  name: 'placeholder',
  addOptions: () => ({ document: '', block: '' }),
  addProseMirrorPlugins() {
    const { options, editor } = this
    return [
      new Plugin({
        props: {
          decorations: (state) => {
            const { firstChild, childCount } = state.doc
            const hint = (from: number, to: number, text: string) =>
              DecorationSet.create(state.doc, [
                Decoration.node(from, to, { class: 'is-empty', 'data-placeholder': text }),
              ])
            if (childCount === 1 && firstChild?.isTextblock && firstChild.content.size === 0)
              return hint(0, firstChild.nodeSize, options.document)
            const block = editor.isEditable ? caretBlock(state) : undefined
            if (block?.node.content.size !== 0 || block.node.attrs['kind'] !== 'paragraph') return null
            return hint(block.position, block.position + block.node.nodeSize, options.block)
          },
        },
      }),
    ]
  },
})
