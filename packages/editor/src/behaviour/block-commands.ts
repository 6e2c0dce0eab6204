/** What can be done to blocks, as commands: each is one undo step and merges with what others do at the same time. */
import { BLOCK, type BlockKind, isListKind, MAX_INDENT, newBlockId } from '@dure/document'
import { Extension } from '@tiptap/core'
import { Fragment, type Node, type Schema } from '@tiptap/pm/model'
import { type EditorState, NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state'
import { caretBlock, type PlacedBlock, selectedBlocks } from './selected-blocks.ts'

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    blocks: {
      /** Makes the selected blocks this kind. */
      setBlock: (kind: BlockKind, attributes?: { level?: number; language?: string | null }) => ReturnType
      /** The same, or back to paragraphs when they all are that already. */
      toggleBlock: (kind: BlockKind, attributes?: { level?: number }) => ReturnType
      alignBlocks: (align: 'center' | 'right' | 'justify' | null) => ReturnType
      /** Deeper or, with -1, less deep. */
      indentBlocks: (by: 1 | -1) => ReturnType
      toggleChecked: (position?: number) => ReturnType
      /** Moves the selected blocks past their neighbour. */
      moveBlocks: (direction: 'up' | 'down') => ReturnType
      duplicateBlock: () => ReturnType
      deleteBlock: () => ReturnType
      /** Puts a leaf (divider, image, video, file, math, embed) after the block at the caret, or in its place when it is empty. */
      insertLeaf: (name: string, attributes?: Record<string, unknown>) => ReturnType
      /** Changes attributes of the leaf that stands at `position`: each by itself, so that it merges with others' changes. */
      setLeafAttributes: (position: number, attributes: Record<string, unknown>) => ReturnType
      /** Puts the selected blocks into a container. */
      wrapBlocks: (name: 'callout' | 'toggle', attributes?: Record<string, unknown>) => ReturnType
      /** Takes the blocks of the container at the caret out of it. */
      unwrapBlocks: () => ReturnType
      insertColumns: (count: number) => ReturnType
      insertTable: (rows: number, columns: number) => ReturnType
    }
  }
}

export function newBlock(schema: Schema, attributes: Record<string, unknown> = {}, content?: Fragment): Node {
  const type = schema.nodes[BLOCK]
  if (!type) throw new Error('the schema lacks blocks')
  return type.create({ ...attributes, id: newBlockId() }, content ?? null)
}

/** Writes only what differs, one attribute a step: that is what merges best. */
export function setAttributes(
  tr: Transaction,
  { node, position }: PlacedBlock,
  attributes: Record<string, unknown>,
): void {
  for (const [name, value] of Object.entries(attributes))
    if (node.attrs[name] !== value) tr.setNodeAttribute(position, name, value)
}

/** These hold parts of themselves, not blocks. */
const PARTS_ONLY: ReadonlySet<string> = new Set(['table', 'row', 'columns'])

/** Stretch of siblings that the selection touches. */
function selectedSiblings(state: EditorState) {
  const { $from, $to } = state.selection
  const range = $from.blockRange($to, (parent) => !parent.inlineContent && !PARTS_ONLY.has(parent.type.name))
  if (range) return range
  return undefined
}

function insertBlockNode(state: EditorState, tr: Transaction, node: Node): boolean {
  const block = caretBlock(state)
  const after = block
    ? block.position + block.node.nodeSize
    : state.selection.$to.end(Math.min(1, state.selection.$to.depth))
  const replaces = block !== undefined && block.node.content.size === 0 && block.node.attrs['kind'] === 'paragraph'
  if (replaces) tr.replaceWith(block.position, after, node)
  else tr.insert(after, node)
  const start = replaces ? block.position : after
  const inside = node.isLeaf ? undefined : TextSelection.findFrom(tr.doc.resolve(start + 1), 1, true)
  const next = start + node.nodeSize
  // There is always a place to go on typing.
  if (!tr.doc.resolve(next).nodeAfter) tr.insert(next, newBlock(state.schema))
  if (inside) tr.setSelection(TextSelection.create(tr.doc, inside.from))
  else {
    tr.setSelection(TextSelection.findFrom(tr.doc.resolve(next), 1) ?? NodeSelection.create(tr.doc, start))
  }
  tr.scrollIntoView()
  return true
}

export const BlockCommands = Extension.create({
  name: 'blockCommands',

  addCommands() {
    return {
      setBlock:
        (kind, attributes = {}) =>
        ({ state, tr, dispatch }) => {
          const blocks = selectedBlocks(tr)
          if (blocks.length === 0 || state.selection.ranges.length === 0) return false
          if (dispatch) for (const block of blocks) setAttributes(tr, block, { kind, ...attributes })
          return true
        },

      toggleBlock:
        (kind, attributes = {}) =>
        ({ tr, commands }) => {
          const is = ({ node }: PlacedBlock) =>
            node.attrs['kind'] === kind &&
            Object.entries(attributes).every(([name, value]) => node.attrs[name] === value)
          return selectedBlocks(tr).every(is) ? commands.setBlock('paragraph') : commands.setBlock(kind, attributes)
        },

      alignBlocks:
        (align) =>
        ({ tr, dispatch }) => {
          if (dispatch) for (const block of selectedBlocks(tr)) setAttributes(tr, block, { align })
          return true
        },

      indentBlocks:
        (by) =>
        ({ tr, dispatch }) => {
          const blocks = selectedBlocks(tr)
          const [first] = blocks
          if (!first) return false
          const before = tr.doc.resolve(first.position).nodeBefore
          // A list item goes one deeper than the item above it, never more.
          const limit = isListKind(first.node.attrs['kind'])
            ? isListKind(before?.attrs['kind'])
              ? Number(before?.attrs['indent']) + 1
              : 0
            : MAX_INDENT
          if (by > 0 && Number(first.node.attrs['indent']) >= limit) return false
          const able = blocks.filter(({ node }) => {
            const next = Number(node.attrs['indent']) + by
            return node.attrs['kind'] !== 'code' && next >= 0 && next <= MAX_INDENT
          })
          if (able.length === 0) return false
          if (dispatch)
            for (const block of able) setAttributes(tr, block, { indent: Number(block.node.attrs['indent']) + by })
          return true
        },

      toggleChecked:
        (position) =>
        ({ state, tr, dispatch }) => {
          const node = position === undefined ? undefined : tr.doc.nodeAt(position)
          const block = position !== undefined && node ? { node, position } : caretBlock(state)
          if (block?.node.attrs['kind'] !== 'task') return false
          if (dispatch) setAttributes(tr, block, { checked: block.node.attrs['checked'] !== true })
          return true
        },

      moveBlocks:
        (direction) =>
        ({ state, tr, dispatch }) => {
          const range = selectedSiblings(state)
          if (!range) return false
          const neighbour = range.parent.maybeChild(direction === 'up' ? range.startIndex - 1 : range.endIndex)
          if (!neighbour) return false
          if (!dispatch) return true
          const moved = tr.doc.slice(range.start, range.end).content
          const shift = direction === 'up' ? -neighbour.nodeSize : neighbour.nodeSize
          const { anchor, head } = state.selection
          tr.delete(range.start, range.end)
          tr.insert(range.start + shift, moved)
          tr.setSelection(TextSelection.between(tr.doc.resolve(anchor + shift), tr.doc.resolve(head + shift)))
          tr.scrollIntoView()
          return true
        },

      duplicateBlock:
        () =>
        ({ state, tr, dispatch }) => {
          const range = selectedSiblings(state)
          if (!range) return false
          if (dispatch) tr.insert(range.end, withNewIds(tr.doc.slice(range.start, range.end).content))
          return true
        },

      deleteBlock:
        () =>
        ({ state, tr, dispatch }) => {
          const range = selectedSiblings(state)
          if (!range) return false
          if (dispatch) {
            tr.delete(range.start, range.end)
            if (range.parent.childCount === range.endIndex - range.startIndex && range.depth === 0)
              tr.insert(range.start, newBlock(state.schema))
            tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(range.start, tr.doc.content.size)), 1))
          }
          return true
        },

      insertLeaf:
        (name, attributes = {}) =>
        ({ state, tr, dispatch }) => {
          const type = state.schema.nodes[name]
          if (!type?.isLeaf || type.isInline) return false
          return dispatch ? insertBlockNode(state, tr, type.create({ ...attributes, id: newBlockId() })) : true
        },

      setLeafAttributes:
        (position, attributes) =>
        ({ tr, dispatch }) => {
          const node = tr.doc.nodeAt(position)
          if (!node?.isLeaf || node.isInline) return false
          if (dispatch) {
            // The steps replace the node, and would let go of a selection of it.
            const { selection } = tr
            setAttributes(tr, { node, position }, attributes)
            if (selection instanceof NodeSelection && selection.from === position)
              tr.setSelection(NodeSelection.create(tr.doc, position))
          }
          return true
        },

      wrapBlocks:
        (name, attributes = {}) =>
        ({ state, tr, dispatch }) => {
          const range = selectedSiblings(state)
          const type = state.schema.nodes[name]
          if (!range || !type) return false
          if (!dispatch) return true
          tr.wrap(range, [{ type, attrs: { ...attributes, id: newBlockId() } }])
          // What is wrapped has grown by its two ends.
          const after = range.end + 2
          if (after === tr.doc.content.size) tr.insert(after, newBlock(state.schema))
          return true
        },

      unwrapBlocks:
        () =>
        ({ state, tr, dispatch }) => {
          const { $from } = state.selection
          for (let depth = $from.depth - 1; depth > 0; depth -= 1) {
            const node = $from.node(depth)
            if (node.type.name !== 'callout' && node.type.name !== 'toggle') continue
            if (dispatch) {
              const range = tr.doc
                .resolve($from.start(depth))
                .blockRange(tr.doc.resolve($from.end(depth)), (parent) => parent === node)
              if (range) tr.lift(range, depth - 1)
            }
            return true
          }
          return false
        },

      insertColumns:
        (count) =>
        ({ state, tr, dispatch }) => {
          const { columns, column } = state.schema.nodes
          if (!columns || !column) return false
          const make = () => column.create({ id: newBlockId() }, newBlock(state.schema))
          const node = columns.create({ id: newBlockId() }, Array.from({ length: count }, make))
          return dispatch ? insertBlockNode(state, tr, node) : true
        },

      insertTable:
        (rows, columns) =>
        ({ state, tr, dispatch }) => {
          const { table, row, cell } = state.schema.nodes
          if (!table || !row || !cell) return false
          const ids = Array.from({ length: columns }, () => newBlockId())
          const makeRow = () => {
            const cells = ids.map((column) => cell.create({ id: newBlockId(), column }, newBlock(state.schema)))
            return row.create({ id: newBlockId() }, cells)
          }
          const node = table.create({ id: newBlockId(), headerRow: true }, Array.from({ length: rows }, makeRow))
          return dispatch ? insertBlockNode(state, tr, node) : true
        },
    }
  },
})

/** Copies get names of their own. */
export function withNewIds(content: Fragment): Fragment {
  const nodes: Node[] = []
  content.forEach((node) => {
    if (node.isText || node.isInline) nodes.push(node)
    else nodes.push(node.type.create({ ...node.attrs, id: newBlockId() }, withNewIds(node.content), node.marks))
  })
  return Fragment.fromArray(nodes)
}
