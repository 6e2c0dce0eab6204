/** What can be done to containers and leaves beyond making them: their attributes, the number of columns, taking them apart. */
import { newBlockId, nodeSpec } from '@dure/document'
import { Extension } from '@tiptap/core'
import { Fragment, type Node } from '@tiptap/pm/model'
import { type EditorState, NodeSelection } from '@tiptap/pm/state'
import { newBlock } from './block-commands.ts'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    structure: {
      /** Gives the node at this place these attributes; those that are no values of it are left as they are. */
      setAttributesAt: (position: number, attributes: Record<string, unknown>) => ReturnType
      /** Selects the leaf right before the caret's block: one that was just put there. */
      selectLeafBefore: () => ReturnType
      /** The columns at the caret shall be so many: what stood in those that go comes into the last that stays. */
      setColumnCount: (count: number) => ReturnType
      /** How wide the columns that begin there are beside each other, by any measure; null makes them equal. */
      setColumnShares: (position: number, widths: readonly number[] | null) => ReturnType
      /** The columns at the caret become the blocks in them, one after the other. */
      unwrapColumns: () => ReturnType
      /** Deletes the innermost callout, toggle or columns around the caret, with all that is in it. */
      deleteContainer: () => ReturnType
    }
  }
}

export const MAX_COLUMNS = 4

export interface PlacedNode {
  readonly node: Node
  readonly position: number
}

/** The innermost container of one of these names around the selection. */
export function containerAround(
  state: Pick<EditorState, 'selection'>,
  names: readonly string[],
): PlacedNode | undefined {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth)
    if (names.includes(node.type.name)) return { node, position: $from.before(depth) }
  }
  return undefined
}

export const StructureCommands = Extension.create({
  name: 'structureCommands',
  addCommands() {
    return {
      setAttributesAt:
        (position, attributes) =>
        ({ tr, dispatch }) => {
          const node = tr.doc.nodeAt(position)
          if (!node) return false
          if (!dispatch) return true
          for (const { name, parse } of nodeSpec(node.type.name)?.attributes ?? []) {
            if (!Object.hasOwn(attributes, name)) continue
            const value = attributes[name] === null ? null : parse(attributes[name])
            if (value !== undefined && value !== node.attrs[name]) tr.setNodeAttribute(position, name, value)
          }
          return true
        },

      selectLeafBefore:
        () =>
        ({ tr, dispatch }) => {
          const { $from } = tr.selection
          if (!$from.parent.isTextblock) return false
          const at = $from.before()
          const leaf = tr.doc.resolve(at).nodeBefore
          if (!leaf?.isAtom) return false
          if (dispatch) tr.setSelection(NodeSelection.create(tr.doc, at - leaf.nodeSize))
          return true
        },

      setColumnCount:
        (count) =>
        ({ state, tr, dispatch }) => {
          const found = containerAround(state, ['columns'])
          const column = state.schema.nodes['column']
          if (!found || !column || count < 2 || count > MAX_COLUMNS) return false
          const { node, position } = found
          if (!dispatch || node.childCount === count) return true
          const end = position + node.nodeSize - 1
          if (node.childCount < count) {
            const made = Array.from({ length: count - node.childCount }, () =>
              column.create({ id: newBlockId() }, newBlock(state.schema)),
            )
            tr.insert(end, made)
            return true
          }
          const going: Node[] = []
          let from = position + 1
          node.forEach((child, _offset, index) => {
            if (index < count) from += child.nodeSize
            else
              child.forEach((block) => {
                if (!isEmpty(block)) going.push(block)
              })
          })
          tr.delete(from, end)
          tr.insert(from - 1, going)
          return true
        },

      setColumnShares:
        (position, widths) =>
        ({ tr, dispatch }) => {
          const node = tr.doc.nodeAt(position)
          if (node?.type.name !== 'columns' || (widths && widths.length !== node.childCount)) return false
          if (!dispatch) return true
          // Of a hundred, so that they hold on any screen.
          const total = widths?.reduce((sum, width) => sum + width, 0) ?? 0
          let at = position + 1
          node.forEach((column, _offset, index) => {
            const share = Math.round(((widths?.[index] ?? 0) / total) * 100)
            const width = widths === null ? null : Math.min(100, Math.max(1, share))
            if (column.attrs['width'] !== width) tr.setNodeAttribute(at, 'width', width)
            at += column.nodeSize
          })
          return true
        },

      unwrapColumns:
        () =>
        ({ state, tr, dispatch }) => {
          const found = containerAround(state, ['columns'])
          if (!found) return false
          if (!dispatch) return true
          const blocks: Node[] = []
          found.node.forEach((column) => {
            column.forEach((block) => {
              if (!isEmpty(block) || column.childCount > 1) blocks.push(block)
            })
          })
          if (blocks.length === 0) blocks.push(newBlock(state.schema))
          const { position, node } = found
          tr.replaceWith(position, position + node.nodeSize, Fragment.fromArray(blocks))
          return true
        },

      deleteContainer:
        () =>
        ({ state, tr, dispatch }) => {
          const found = containerAround(state, ['callout', 'toggle', 'columns'])
          if (!found) return false
          if (!dispatch) return true
          const { position, node } = found
          const isAlone = tr.doc.resolve(position).parent.childCount === 1
          if (isAlone) tr.replaceWith(position, position + node.nodeSize, newBlock(state.schema))
          else tr.delete(position, position + node.nodeSize)
          tr.scrollIntoView()
          return true
        },
    }
  },
})

const isEmpty = (block: Node): boolean => block.isTextblock && block.content.size === 0
