/**
 * The part of the document that a transaction touched: the smallest stretch of sibling nodes that are not the same
 * objects as before. ProseMirror shares what it does not change, so this costs one comparison a sibling.
 */
import { BLOCK, type Drawn, type DrawnContainer, type DrawnLeaf, type DrawnText, nodeSpec } from '@dure/document'
import type { Node, ResolvedPos } from '@tiptap/pm/model'

/** A text block as it was: where it was drawn, and where its content began in the old document. */
export interface OldText {
  readonly drawn: DrawnText
  readonly node: Node
  readonly start: number
}

/** A node as it shall be. */
export interface Wanted {
  readonly node: Node
  /** Where its content begins in the new document. */
  readonly start: number
  readonly children: readonly Wanted[]
  readonly isText: boolean
  /** What stands for it in Yjs: set when it is claimed or made. */
  existing: Drawn | undefined
}

export interface Region {
  readonly container: DrawnContainer
  /** The sibling before the region, which does not change. */
  readonly before: Drawn | undefined
  /** The sibling after it. */
  readonly after: Drawn | undefined
  readonly old: readonly Drawn[]
  readonly oldTexts: readonly OldText[]
  readonly wanted: readonly Wanted[]
  /** How many children the container shall have in all. */
  readonly childCount: number
}

/** `near` is a place in the old document by which the change may well be: it saves adding up all sizes before it. */
export function changedRegion(root: DrawnContainer, before: Node, after: Node, near?: ResolvedPos): Region | undefined {
  return regionOf(root, before, 0, after, 0, near)
}

function regionOf(
  container: DrawnContainer,
  before: Node,
  beforeStart: number,
  after: Node,
  afterStart: number,
  near?: ResolvedPos,
): Region | undefined {
  let from = 0
  const shortest = Math.min(before.childCount, after.childCount)
  const olds = before.content.content
  const news = after.content.content
  while (from < shortest && olds[from] === news[from]) from += 1
  const isNear = near !== undefined && near.depth > 0 && near.doc === before && near.index(0) === from
  let oldPosition = isNear ? near.before(1) : beforeStart
  if (!isNear) for (let index = 0; index < from; index += 1) oldPosition += olds[index]?.nodeSize ?? 0
  let oldTo = before.childCount
  let newTo = after.childCount
  while (oldTo > from && newTo > from && olds[oldTo - 1] === news[newTo - 1]) {
    oldTo -= 1
    newTo -= 1
  }
  if (from === oldTo && from === newTo) return undefined
  const newPosition = oldPosition - beforeStart + afterStart
  const only = container.children[from]
  if (oldTo === from + 1 && newTo === from + 1 && only?.type === 'container') {
    const oldNode = before.child(from)
    const newNode = after.child(from)
    // Rows and cells are judged by their table as a whole.
    if (oldNode.sameMarkup(newNode) && only.name !== 'row' && only.name !== 'table')
      return regionOf(only, oldNode, oldPosition + 1, newNode, newPosition + 1)
    if (oldNode.sameMarkup(newNode) && only.name === 'table') {
      const cell = changedCell(only, oldNode, oldPosition, newNode, newPosition)
      if (cell) return cell
    }
  }
  const oldTexts: OldText[] = []
  const old = container.children.slice(from, oldTo)
  let position = oldPosition
  for (const [index, drawn] of old.entries()) {
    const node = before.child(from + index)
    collectTexts(drawn, node, position, oldTexts)
    position += node.nodeSize
  }
  const wanted: Wanted[] = []
  position = newPosition
  for (let index = from; index < newTo; index += 1) {
    wanted.push(wantedOf(after.child(index), position))
    position += after.child(index).nodeSize
  }
  const siblings = { before: container.children[from - 1], after: container.children[oldTo] }
  return { container, ...siblings, old, oldTexts, wanted, childCount: after.childCount }
}

/** Typing in a cell: the region is the cell's own list, when nothing but that cell changed. */
function changedCell(
  table: DrawnContainer,
  before: Node,
  beforePosition: number,
  after: Node,
  afterPosition: number,
): Region | undefined {
  if (before.childCount !== after.childCount) return undefined
  let changed: [DrawnContainer, Node, number, Node, number] | undefined
  let offset = 1
  for (let row = 0; row < before.childCount; row += 1) {
    const oldRow = before.child(row)
    const newRow = after.child(row)
    if (oldRow !== newRow) {
      const drawnRow = table.children[row]
      if (changed || !oldRow.sameMarkup(newRow) || oldRow.childCount !== newRow.childCount) return undefined
      let inner = offset + 1
      for (let index = 0; index < oldRow.childCount; index += 1) {
        const oldCell = oldRow.child(index)
        const newCell = newRow.child(index)
        if (oldCell !== newCell) {
          const drawn = drawnRow?.type === 'container' ? drawnRow.children[index] : undefined
          if (changed || drawn?.type !== 'container' || !oldCell.sameMarkup(newCell)) return undefined
          changed = [drawn, oldCell, beforePosition + inner, newCell, afterPosition + inner]
        }
        inner += oldCell.nodeSize
      }
    }
    offset += oldRow.nodeSize
  }
  if (!changed) return undefined
  const [drawn, oldCell, oldStart, newCell, newStart] = changed
  return regionOf(drawn, oldCell, oldStart + 1, newCell, newStart + 1)
}

function collectTexts(drawn: Drawn, node: Node, position: number, texts: OldText[]): void {
  if (drawn.type === 'text') texts.push({ drawn, node, start: position + 1 })
  if (drawn.type !== 'container') return
  let inner = position + 1
  for (const [index, child] of drawn.children.entries()) {
    const childNode = node.maybeChild(index)
    if (!childNode) return
    collectTexts(child, childNode, inner, texts)
    inner += childNode.nodeSize
  }
}

function wantedOf(node: Node, position: number): Wanted {
  const isText = node.type.name === BLOCK
  const children: Wanted[] = []
  if (!isText) {
    let inner = position + 1
    node.forEach((child) => {
      children.push(wantedOf(child, inner))
      inner += child.nodeSize
    })
  }
  return { node, start: position + 1, children, isText, existing: undefined }
}

export function* wantedTexts(list: readonly Wanted[]): Generator<Wanted> {
  for (const wanted of list) {
    if (wanted.isText) yield wanted
    else yield* wantedTexts(wanted.children)
  }
}

export function* wantedNodes(list: readonly Wanted[]): Generator<Wanted> {
  for (const wanted of list) {
    if (wanted.isText) continue
    yield wanted
    yield* wantedNodes(wanted.children)
  }
}

function isCaptionEdit({ id, name, attributes }: DrawnLeaf, node: Node): boolean {
  const words = nodeSpec(name)?.words
  const isSame = id === node.attrs['id'] && name === node.type.name
  return isSame && Object.entries(attributes).every(([key, value]) => key === words || node.attrs[key] === value)
}

/** Typing and deleting within one block or one caption, which undo may gather into one step. */
export function isTextEdit({ old, wanted }: Region): boolean {
  const [before] = old
  const [after] = wanted
  if (old.length === 1 && wanted.length === 1 && before?.type === 'leaf' && after)
    return isCaptionEdit(before, after.node)
  if (old.length !== 1 || wanted.length !== 1 || before?.type !== 'text' || !after?.isText) return false
  if (before.pieces.length === 0 || before.id !== after.node.attrs['id']) return false
  return Object.entries(before.attributes).every(([name, value]) => after.node.attrs[name] === value)
}
