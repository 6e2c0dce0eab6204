/**
 * The short way from what was read anew to the tree: most changes of structure are an Enter, a Backspace or a pasted
 * block, and concern neighbours at the top of the document that nothing is moved to, joined to or glued to. Those alone
 * are drawn, in the place of those that stood there. Whatever is not that plain is left to a drawing of the whole tree.
 */
import type * as Y from 'yjs'
import { type DrawnNodes, fillText } from './drawing.ts'
import type { Drawn, DrawnContainer, DrawnText } from './drawn.ts'
import type { Piece, Strand } from './strand.ts'
import type { Thing } from './thing.ts'

/** What of the last drawing is kept up to date. */
export interface Tree {
  readonly root: DrawnContainer
  readonly nodes: DrawnNodes
  /** The drawn block that shows a source's text. */
  readonly holders: Map<Y.XmlElement, DrawnText>
  /** Ids drawn. */
  readonly seen: Set<string>
  /** The element of each id, drawn or not. */
  readonly ids: Map<string, Y.XmlElement>
}

/** Neighbours in the root's list, as they were and as they are now. */
export interface Stretch {
  readonly before: readonly Thing[]
  readonly after: readonly Thing[]
  /** What stands in the list before and after them. */
  readonly previous: Thing | undefined
  readonly next: Thing | undefined
}

/** The stretch in which two readings of a list differ; undefined when they do not. */
export function stretchOf(before: readonly Thing[], after: readonly Thing[]): Stretch | undefined {
  let from = 0
  while (from < before.length && before[from] === after[from]) from += 1
  let oldTo = before.length
  let newTo = after.length
  while (oldTo > from && newTo > from && before[oldTo - 1] === after[newTo - 1]) {
    oldTo -= 1
    newTo -= 1
  }
  if (from === oldTo && from === newTo) return undefined
  return {
    before: before.slice(from, oldTo),
    after: after.slice(from, newTo),
    previous: before[from - 1],
    next: before[oldTo],
  }
}

/**
 * Draws the stretch in its place; false, with nothing changed, when it is not as plain as that. To be asked only where no
 * two bear one id.
 */
export function spliceRoot(tree: Tree, stretch: Stretch, changed: Set<Drawn>): boolean {
  const { root, holders } = tree
  const old = piecesOf(stretch.before)
  const now = piecesOf(stretch.after)
  const around = piecesOf([stretch.previous, stretch.next].filter((thing) => thing !== undefined))
  if (!old || !now || !around) return false
  const oldDrawn = old.filter(isDrawn)
  const nowDrawn = now.filter(isDrawn)
  if (!oldDrawn.every((piece) => standsAlone(tree, piece)) || !isNamedAnew(tree, old, now)) return false
  const at = placeIn(tree, oldDrawn, stretch.previous)
  if (at === undefined) return false
  const end = at + oldDrawn.length
  // What follows may be there because of what was here, and what is here only in the order that is expected.
  if (!oldDrawn.every((piece, index) => holders.get(piece.source) === root.children[at + index])) return false
  if (!isUnconcerned(root.children[end])) return false
  // A block that is virtual goes when there is another, and comes when there is none.
  if (root.children.length - oldDrawn.length + nowDrawn.length === 0 || isVirtual(root.children[0])) return false

  for (const piece of old) {
    holders.delete(piece.source)
    tree.ids.delete(piece.id)
    tree.seen.delete(piece.id)
  }
  for (const piece of now) tree.ids.set(piece.id, piece.source)
  const drawn = nowDrawn.map((piece) => drawPiece(tree, piece, changed))
  root.children = [...root.children.slice(0, at), ...drawn, ...root.children.slice(end)]
  return true
}

const isDrawn = (piece: Piece): boolean => piece.live || piece.runs.length > 0

/** The pieces of strands in which nothing is drawn that stands elsewhere, or the other way round; else undefined. */
function piecesOf(things: readonly Thing[]): readonly Piece[] | undefined {
  const pieces: Piece[] = []
  for (const thing of things) {
    if (thing.type !== 'strand') return undefined
    for (const item of (thing as Strand).items) {
      if (item.type !== 'piece' || item.slot !== undefined || item.joins !== undefined) return undefined
      pieces.push(item)
    }
  }
  return pieces
}

/** Whether it is drawn as a block of its own, at the top, under its own name. */
function standsAlone({ root, holders }: Tree, piece: Piece): boolean {
  const drawn = holders.get(piece.source)
  return (
    drawn?.parent === root &&
    drawn.pieces.length === 1 &&
    drawn.pieces[0]?.source === piece.source &&
    drawn.id === piece.id
  )
}

/** Whether what is drawn next stays a block of its own, whatever it follows. */
const isUnconcerned = (next: Drawn | undefined): boolean =>
  next?.type !== 'text' || (next.pieces[0]?.joins === undefined && next.pieces[0]?.id === next.id)

const isVirtual = (drawn: Drawn | undefined): boolean => drawn?.type === 'text' && drawn.pieces.length === 0

/** Whether nothing else bears the names, so that nothing is glued to it and it need not be renamed. */
function isNamedAnew({ ids, seen }: Tree, old: readonly Piece[], now: readonly Piece[]): boolean {
  const leaving = new Set(old.map((piece) => piece.id))
  const coming = new Set(now.map((piece) => piece.id))
  if (coming.size < now.length) return false
  return now.every(({ id }) => leaving.has(id) || !(ids.has(id) || seen.has(id)))
}

/** Where in the root's children the stretch is drawn. */
function placeIn({ root, holders }: Tree, old: readonly Piece[], previous: Thing | undefined): number | undefined {
  const [first] = old
  const drawn = first && holders.get(first.source)
  if (drawn) return root.children.indexOf(drawn)
  if (previous === undefined) return 0
  const before = piecesOf([previous])?.findLast(isDrawn)
  const neighbour = before && holders.get(before.source)
  // What goes on from there would stand on the other side.
  const index = neighbour?.pieces.length === 1 ? root.children.indexOf(neighbour) : -1
  return index < 0 ? undefined : index + 1
}

function drawPiece({ root, nodes, holders, seen }: Tree, piece: Piece, changed: Set<Drawn>): DrawnText {
  let drawn = nodes.texts.get(piece.source)
  if (drawn === undefined) {
    drawn = { type: 'text', parent: root, id: piece.id, attributes: piece.attributes, pieces: [], runs: [] }
    nodes.texts.set(piece.source, drawn)
  }
  if (drawn.pieces.length !== 1 || drawn.pieces[0] !== piece || drawn.id !== piece.id) {
    drawn.pieces = [piece]
    drawn.id = piece.id
    fillText(drawn)
    changed.add(drawn)
  }
  drawn.parent = root
  holders.set(piece.source, drawn)
  seen.add(piece.id)
  return drawn
}
