/**
 * What is done to a block by its handle: to it and all that belongs to it, wherever the caret is. Each answers a
 * transaction that is one undo step and merges with what others do at the same time: what moves stays what it is.
 */
import { BLOCK, type BlockKind, isListKind, MAX_INDENT, newBlockId } from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import { type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import { newBlock, setAttributes, withNewIds } from './block-commands.ts'

/** A stretch of siblings: from before the first to behind the last. */
export interface BlockRange {
  readonly from: number
  readonly to: number
}

/** These hold parts of themselves, not blocks. */
const PARTS_ONLY: ReadonlySet<string> = new Set(['table', 'row', 'columns'])
/** Parts of something: not taken by themselves. */
const PARTS: ReadonlySet<string> = new Set(['row', 'cell', 'column'])

const holdsBlocks = (node: Node): boolean => !node.isTextblock && !node.isLeaf && !PARTS_ONLY.has(node.type.name)

const isItem = (node: Node | null | undefined): boolean => isListKind(node?.attrs['kind'])
const indentOf = (node: Node | null | undefined): number => Number(node?.attrs['indent'] ?? 0)

/**
 * The block that a place is in, as a handle takes it: the innermost, but a table as one; with `outermost`, the root's
 * own child. Answers where it begins.
 */
export function blockStart(doc: Node, place: number, outermost = false): number | undefined {
  const $place = doc.resolve(Math.max(0, Math.min(place, doc.content.size)))
  const depth = outermost ? Math.min(1, $place.depth) : takenDepth($place)
  if (depth > 0) return $place.before(depth)
  // Between blocks: the one that follows, else the one before.
  if ($place.nodeAfter) return $place.pos
  return $place.nodeBefore ? $place.pos - $place.nodeBefore.nodeSize : undefined
}

function takenDepth($place: ReturnType<Node['resolve']>): number {
  const inTable = firstDepth($place, (node) => node.type.name === 'table')
  let depth = inTable ?? $place.depth
  while (depth > 0 && PARTS.has($place.node(depth).type.name)) depth -= 1
  return depth
}

function firstDepth($place: ReturnType<Node['resolve']>, fits: (node: Node) => boolean): number | undefined {
  for (let depth = 1; depth <= $place.depth; depth += 1) if (fits($place.node(depth))) return depth
  return undefined
}

/** The block that begins there; of a list's item, with the items under it. */
export function blockWithChildren(doc: Node, start: number): BlockRange | undefined {
  const $start = doc.resolve(start)
  const node = $start.nodeAfter
  if (!node) return undefined
  let to = start + node.nodeSize
  if (isItem(node)) {
    for (let index = $start.index() + 1; index < $start.parent.childCount; index += 1) {
      const next = $start.parent.child(index)
      if (!isItem(next) || indentOf(next) <= indentOf(node)) break
      to += next.nodeSize
    }
  }
  return { from: start, to }
}

/** What the handle of the block at `start` takes: the selected blocks when it is one of several, else it and its children. */
export function rangeToTake(state: EditorState, start: number): BlockRange | undefined {
  const own = blockWithChildren(state.doc, start)
  const { $from, $to, empty } = state.selection
  const selected = empty ? undefined : $from.blockRange($to, holdsBlocks)
  if (!own || !selected || selected.endIndex - selected.startIndex < 2) return own
  if (start < selected.start || start >= selected.end) return own
  const $last = state.doc.resolve(selected.end)
  const last = $last.nodeBefore && blockWithChildren(state.doc, selected.end - $last.nodeBefore.nodeSize)
  return { from: selected.start, to: last?.to ?? selected.end }
}

/** Moves the blocks to a place between others; undefined when that changes nothing or cannot be. */
export function moveRange(state: EditorState, { from, to }: BlockRange, place: number): Transaction | undefined {
  if (place >= from && place <= to) return undefined
  const $place = state.doc.resolve(place)
  if (!holdsBlocks($place.parent)) return undefined
  const { tr } = state
  const { content } = state.doc.slice(from, to)
  tr.delete(from, to)
  const at = tr.mapping.map(place)
  tr.insert(at, content)
  fitIndents(tr, at, content.childCount)
  const { anchor, head } = state.selection
  if (anchor >= from && anchor <= to && head >= from && head <= to) {
    const $anchor = tr.doc.resolve(anchor - from + at)
    tr.setSelection(TextSelection.between($anchor, tr.doc.resolve(head - from + at)))
  }
  return tr
}

/** Items that were moved go as deep as their new neighbours let them, and keep their depth among themselves. */
function fitIndents(tr: Transaction, at: number, count: number): void {
  const $at = tr.doc.resolve(at)
  const moved = Array.from({ length: count }, (_, index) => $at.parent.child($at.index() + index))
  const [first] = moved
  if (!isItem(first)) return
  const before = $at.nodeBefore
  const after = $at.parent.maybeChild($at.index() + count)
  const deepest = isItem(before) ? Math.min(MAX_INDENT, indentOf(before) + 1) : 0
  // Between an item and the items under it, it is one of those.
  const least = isItem(after) ? Math.min(indentOf(after), deepest) : 0
  const shift = Math.max(least, Math.min(indentOf(first), deepest)) - indentOf(first)
  let position = at
  for (const node of moved) {
    const indent = Math.max(0, Math.min(MAX_INDENT, indentOf(node) + shift))
    if (isItem(node)) setAttributes(tr, { node, position }, { indent })
    position += node.nodeSize
  }
}

/**
 * One place up or down among their siblings; an item goes past its neighbour and what is under that. What stands first
 * or last in a container has nowhere to go there: it goes with the container.
 */
export function moveRangeBy(state: EditorState, range: BlockRange, direction: 'up' | 'down'): Transaction | undefined {
  const $from = state.doc.resolve(range.from)
  const place = direction === 'down' ? blockWithChildren(state.doc, range.to)?.to : placeAbove($from)
  const tr = place === undefined ? undefined : moveRange(state, range, place)
  if (tr) return tr
  const around = containerOf($from)
  return around && moveRangeBy(state, around, direction)
}

function placeAbove($from: ReturnType<Node['resolve']>): number {
  const depth = isItem($from.nodeAfter) ? indentOf($from.nodeAfter) : 0
  let place = $from.pos
  for (let index = $from.index() - 1; index >= 0; index -= 1) {
    const before = $from.parent.child(index)
    place -= before.nodeSize
    if (!isItem(before) || indentOf(before) <= depth) break
  }
  return place
}

/** The callout, toggle, columns or table around a place between blocks. */
function containerOf($place: ReturnType<Node['resolve']>): BlockRange | undefined {
  let { depth } = $place
  while (depth > 0 && PARTS.has($place.node(depth).type.name)) depth -= 1
  return depth > 0 ? { from: $place.before(depth), to: $place.after(depth) } : undefined
}

export function duplicateRange(state: EditorState, { from, to }: BlockRange): Transaction {
  return state.tr.insert(to, withNewIds(state.doc.slice(from, to).content))
}

export function deleteRange(state: EditorState, { from, to }: BlockRange): Transaction {
  const { tr } = state
  tr.delete(from, to)
  // There is always a place to write at.
  if (tr.doc.childCount === 0) tr.insert(0, newBlock(state.schema))
  return tr
}

/** Makes the text blocks that stand directly in the range this kind; the items under one stay what they are. */
export function turnRange(
  state: EditorState,
  range: BlockRange,
  kind: BlockKind,
  attributes: Readonly<Record<string, unknown>> = {},
): Transaction {
  const { tr } = state
  for (const block of textBlocksIn(state.doc, range)) setAttributes(tr, block, { kind, ...attributes })
  return tr
}

/** What blocks can be put into, and taken out of, and what one of them becomes without touching what is in it. */
export const CONTAINERS = ['callout', 'toggle'] as const
export type ContainerName = (typeof CONTAINERS)[number]

const isContainer = (node: Node): boolean => CONTAINERS.some((name) => name === node.type.name)

/** Puts the range into a container. One that is taken alone becomes that one or, with null, comes apart. */
export function containRange(
  state: EditorState,
  { from, to }: BlockRange,
  name: ContainerName | null,
): Transaction | undefined {
  const { tr, schema } = state
  const node = state.doc.nodeAt(from)
  const $from = state.doc.resolve(from)
  const type = name === null ? undefined : schema.nodes[name]
  if (node && isContainer(node) && from + node.nodeSize === to) {
    if (type) return type === node.type ? undefined : tr.setNodeMarkup(from, type, { id: newBlockId() })
    const inside = state.doc.resolve(from + 1).blockRange(state.doc.resolve(to - 1), (parent) => parent === node)
    return inside ? tr.lift(inside, $from.depth) : undefined
  }
  const range = $from.blockRange(state.doc.resolve(to), (parent) => parent === $from.parent)
  if (!type || !range) return undefined
  tr.wrap(range, [{ type, attrs: { id: newBlockId() } }])
  // What is wrapped has grown by its two ends; there is a place to go on at behind it.
  if (to + 2 === tr.doc.content.size) tr.insert(to + 2, newBlock(schema))
  return tr
}

/** Colours all text in the range, or its ground; null takes the colour away. */
export function colourRange(
  state: EditorState,
  range: BlockRange,
  mark: 'color' | 'highlight',
  color: string | null,
): Transaction {
  const { tr } = state
  const type = state.schema.marks[mark]
  if (!type) return tr
  for (const { node, position } of textBlocksIn(state.doc, range)) {
    const [from, to] = [position + 1, position + 1 + node.content.size]
    if (color === null) tr.removeMark(from, to, type)
    else tr.addMark(from, to, type.create({ color }))
  }
  return tr
}

function textBlocksIn(doc: Node, { from, to }: BlockRange) {
  const blocks: { node: Node; position: number }[] = []
  doc.nodesBetween(from, to, (node, position) => {
    if (node.type.name === BLOCK) blocks.push({ node, position })
    return !node.isTextblock
  })
  return blocks
}

/** Puts an empty block under the range, or takes the block itself when it is empty, with the caret in it. */
export function insertUnder(state: EditorState, { from, to }: BlockRange): Transaction {
  const { tr } = state
  const node = state.doc.nodeAt(from)
  const isEmpty = node?.type.name === BLOCK && node.content.size === 0 && node.attrs['kind'] === 'paragraph'
  if (isEmpty) return tr.setSelection(TextSelection.create(tr.doc, from + 1))
  // After an item, another one of its list: a paragraph would tear it in two.
  const like = node && isItem(node) ? { kind: node.attrs['kind'], indent: indentOf(node) } : {}
  tr.insert(to, newBlock(state.schema, like))
  return tr.setSelection(TextSelection.create(tr.doc, to + 1))
}

/** Where the block of that name begins. */
export function findBlock(doc: Node, id: string): number | undefined {
  let found: number | undefined
  doc.descendants((node, position) => {
    if (node.attrs['id'] === id) found = position
    return found === undefined && !node.isTextblock
  })
  return found
}
