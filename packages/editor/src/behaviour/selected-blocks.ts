/** The text blocks that a selection touches. */
import { BLOCK } from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import type { EditorState } from '@tiptap/pm/state'

export interface PlacedBlock {
  readonly node: Node
  /** Before the block. */
  readonly position: number
}

export function selectedBlocks(state: Pick<EditorState, 'doc' | 'selection'>): readonly PlacedBlock[] {
  const { doc, selection } = state
  const blocks: PlacedBlock[] = []
  for (const { $from, $to } of selection.ranges)
    doc.nodesBetween($from.pos, $to.pos, (node, position) => {
      if (node.type.name !== BLOCK) return true
      blocks.push({ node, position })
      return false
    })
  return blocks
}

/** The block the caret is in, or undefined when something else is selected. */
export function caretBlock(state: EditorState): PlacedBlock | undefined {
  const { $from, empty } = state.selection
  if (!empty || $from.parent.type.name !== BLOCK) return undefined
  return { node: $from.parent, position: $from.before() }
}
