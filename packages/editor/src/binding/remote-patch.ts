/**
 * Brings the editor's document to what the shape draws, by the smallest steps: decorations, selections and node views
 * elsewhere are not touched. Steps are made from the end to the start, so that earlier positions stay valid.
 */
import type { Drawn, DrawnContainer, DrawnText } from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import type { Transaction } from '@tiptap/pm/state'
import { longestRising } from './longest-rising.ts'
import { drawnAttributes, drawnToNode } from './nodes.ts'
import type { TextMoves } from './text-moves.ts'

export interface PatchSource {
  /** The node last shown for a drawn one, if it is still what it shows. */
  shown(drawn: Drawn): Node | undefined
  setShown(drawn: Drawn, node: Node): void
  /** Runs of a block as they were when the editor last agreed, and how Yjs moved their units since. */
  readonly moves: TextMoves | undefined
}

/** Adds steps to `tr` that turn the children of `node` (content from `start`) into those of `container`. */
export function patchChildren(
  tr: Transaction,
  container: DrawnContainer,
  node: Node,
  start: number,
  source: PatchSource,
): void {
  const { schema } = tr.doc.type
  const children = container.children
  let from = 0
  let position = start
  const shortest = Math.min(children.length, node.childCount)
  const isSame = (index: number, childIndex: number) => {
    const drawn = children[index]
    return drawn !== undefined && source.shown(drawn) === node.child(childIndex)
  }
  while (from < shortest && isSame(from, from)) {
    position += node.child(from).nodeSize
    from += 1
  }
  let oldTo = node.childCount
  let newTo = children.length
  while (oldTo > from && newTo > from && isSame(newTo - 1, oldTo - 1)) {
    oldTo -= 1
    newTo -= 1
  }
  if (from === oldTo && from === newTo) return
  const oldIndex = new Map<string, number>()
  const positions: number[] = []
  for (let index = from; index < oldTo; index += 1) {
    oldIndex.set(nodeKey(node.child(index)), index)
    positions.push(position)
    position += node.child(index).nodeSize
  }
  const matches = children.slice(from, newTo).map((drawn) => oldIndex.get(drawnKey(drawn)) ?? -1)
  const stable = longestRising(matches)
  let insertAt = position
  let next = oldTo - 1
  for (let index = newTo - 1; index >= from; index -= 1) {
    const drawn = children[index]
    if (!drawn) continue
    const match = stable.has(index - from) ? (matches[index - from] ?? -1) : -1
    if (match >= 0) {
      for (; next > match; next -= 1) {
        const at = positions[next - from] ?? start
        tr.delete(at, at + node.child(next).nodeSize)
      }
      const at = positions[match - from] ?? start
      patchNode(tr, drawn, node.child(match), at, source)
      insertAt = at
      next = match - 1
    } else {
      // What stood between here and the next stable sibling goes first, so that the new one lands right before that.
      const made = drawnToNode(drawn, schema)
      remember(drawn, made, source)
      tr.insert(insertAt, made)
    }
  }
  for (; next >= from; next -= 1) {
    const at = positions[next - from] ?? start
    tr.delete(at, at + node.child(next).nodeSize)
  }
}

/** One node that is there already: what is inside, then its attributes. */
export function patchNode(tr: Transaction, drawn: Drawn, node: Node, position: number, source: PatchSource): void {
  if (source.shown(drawn) === node) return
  const stepsBefore = tr.steps.length
  if (drawn.type === 'container') patchChildren(tr, drawn, node, position + 1, source)
  else if (drawn.type === 'text') patchText(tr, drawn, node, position, source.moves)
  for (const [name, value] of Object.entries(drawnAttributes(drawn))) {
    if (!(name in node.attrs) || sameValue(node.attrs[name], value)) continue
    tr.setNodeAttribute(position, name, value)
  }
  const shown = tr.steps.length === stepsBefore ? node : tr.doc.nodeAt(position)
  if (shown) source.setShown(drawn, shown)
}

function patchText(
  tr: Transaction,
  drawn: DrawnText,
  node: Node,
  position: number,
  moves: TextMoves | undefined,
): void {
  const wanted = drawnToNode(drawn, node.type.schema)
  if (wanted.content.eq(node.content)) return
  const start = position + 1
  const kept = moves?.keptIn(drawn, node.content.size, wanted.content.size) ?? keptByEnds(node, wanted)
  let oldEnd = node.content.size
  let newEnd = wanted.content.size
  for (const { oldFrom, newFrom, size } of [...kept].reverse()) {
    replaceInline(tr, start, oldFrom + size, oldEnd, wanted, newFrom + size, newEnd)
    remark(tr, node, start + oldFrom, oldFrom, wanted, newFrom, size)
    oldEnd = oldFrom
    newEnd = newFrom
  }
  replaceInline(tr, start, 0, oldEnd, wanted, 0, newEnd)
  // The exact way is checked; should it ever be wrong, the block is redrawn as a whole rather than left untrue.
  const result = tr.doc.nodeAt(position)
  if (result && !result.content.eq(wanted.content)) tr.replaceWith(start, start + result.content.size, wanted.content)
}

function replaceInline(
  tr: Transaction,
  start: number,
  from: number,
  to: number,
  wanted: Node,
  newFrom: number,
  newTo: number,
): void {
  if (from === to && newFrom === newTo) return
  tr.replaceWith(start + from, start + to, wanted.content.cut(newFrom, newTo))
}

/** The same text under other marks: marks are changed, the text and whatever hangs on it stay. */
function remark(
  tr: Transaction,
  node: Node,
  at: number,
  oldFrom: number,
  wanted: Node,
  newFrom: number,
  size: number,
): void {
  let offset = 0
  wanted.content.cut(newFrom, newFrom + size).forEach((child) => {
    const from = offset
    offset += child.nodeSize
    node.content.cut(oldFrom + from, oldFrom + offset).forEach((old, within) => {
      const low = at + from + within
      const high = low + old.nodeSize
      for (const mark of old.marks) if (!mark.isInSet(child.marks)) tr.removeMark(low, high, mark)
      for (const mark of child.marks) if (!mark.isInSet(old.marks)) tr.addMark(low, high, mark)
    })
  })
}

/** Without knowledge of what Yjs did: equal text from both ends. */
function keptByEnds(before: Node, after: Node): { oldFrom: number; newFrom: number; size: number }[] {
  const start = before.content.findDiffStart(after.content)
  const end = before.content.findDiffEnd(after.content)
  if (start === null || end === null) return [{ oldFrom: 0, newFrom: 0, size: before.content.size }]
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const oldFrom = end.a + overlap
  const newFrom = end.b + overlap
  return [
    { oldFrom: 0, newFrom: 0, size: start },
    { oldFrom, newFrom, size: before.content.size - oldFrom },
  ].filter(({ size }) => size > 0)
}

export function remember(drawn: Drawn, node: Node, source: PatchSource): void {
  source.setShown(drawn, node)
  if (drawn.type !== 'container') return
  for (const [index, child] of drawn.children.entries()) {
    const childNode = node.maybeChild(index)
    if (childNode) remember(child, childNode, source)
  }
}

const nodeKey = (node: Node): string => `${node.type.name} ${String(node.attrs['id'])}`
const drawnKey = (drawn: Drawn): string => `${drawn.type === 'text' ? 'block' : drawn.name} ${drawn.id}`

const sameValue = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
