/** Places in the editor as places in Yjs and back. A place sticks to what is left of it. */
import type { DocumentShape, Drawn, DrawnContainer, DrawnText, Run } from '@dure/document'
import type { Node, ResolvedPos } from '@tiptap/pm/model'
import * as Y from 'yjs'

export interface TextPlace {
  readonly text: Y.XmlText
  readonly index: number
}

/** The drawn text block a position is in. */
export function blockAt(root: DrawnContainer, $position: ResolvedPos): DrawnText | undefined {
  let node: Drawn = root
  for (let depth = 0; depth < $position.depth; depth += 1) {
    if (node.type !== 'container') return undefined
    const child: Drawn | undefined = node.children[$position.index(depth)]
    if (!child) return undefined
    node = child
  }
  return node.type === 'text' ? node : undefined
}

/** Where a drawn node begins in the editor's document; undefined when it is not in it. */
export const positionOf = (root: DrawnContainer, drawn: Drawn, doc: Node): number | undefined =>
  nodeOf(root, drawn, doc)?.position

/** A drawn node as the editor has it, and where it begins there. */
export function nodeOf(
  root: DrawnContainer,
  drawn: Drawn,
  doc: Node,
): { readonly node: Node; readonly position: number } | undefined {
  const path: number[] = []
  for (let node: Drawn = drawn; node !== root; ) {
    const parent: DrawnContainer | undefined = node.parent
    const index = parent?.children.indexOf(node) ?? -1
    if (!parent || index < 0) return undefined
    path.unshift(index)
    node = parent
  }
  let position = -1
  let node = doc
  for (const index of path) {
    const child = node.maybeChild(index)
    if (!child) return undefined
    position += 1 + (startsIn(node)[index] ?? 0)
    node = child
  }
  return { node, position }
}

const STARTS = new WeakMap<Node, readonly number[]>()

/** Where its children begin, counted from its own first position. Kept: fifty carets ask it of one document. */
function startsIn(node: Node): readonly number[] {
  const known = STARTS.get(node)
  if (known) return known
  const starts: number[] = []
  let start = 0
  for (const child of node.children) {
    starts.push(start)
    start += child.nodeSize
  }
  STARTS.set(node, starts)
  return starts
}

/** Undefined in a block that has no text in Yjs yet. */
export function placeInRuns(drawn: DrawnText, runs: readonly Run[], offset: number): TextPlace | undefined {
  let passed = 0
  for (const run of runs) {
    if (offset > passed && offset <= passed + run.length) return { text: run.text, index: run.at + (offset - passed) }
    passed += run.length
  }
  const first = drawn.pieces[0]
  return first?.text && { text: first.text, index: first.start }
}

/** The drawn block and the offset in it that a place in Yjs is shown at. */
export function shownAt(shape: DocumentShape, place: TextPlace): { drawn: DrawnText; offset: number } | undefined {
  const element = place.text.parent
  const strand = element instanceof Y.XmlElement ? shape.strandOf(element) : undefined
  for (const item of [...(strand?.items ?? [])].reverse()) {
    if (item.type !== 'piece' || place.index < item.start) continue
    const drawn = shape.holder(item.source)
    if (!drawn) continue
    let offset = 0
    for (const piece of drawn.pieces)
      for (const run of piece.runs) {
        if (piece === item && run.at + run.length > place.index)
          return { drawn, offset: offset + Math.max(0, place.index - run.at) }
        if (piece === item || drawn.pieces.indexOf(piece) < drawn.pieces.indexOf(item)) offset += run.length
      }
    return { drawn, offset }
  }
  return undefined
}
