/**
 * Decides how the text of the changed blocks goes to Yjs. Pure: reads both documents, writes nothing.
 *
 * Text that survives is never moved. A block that begins in the middle of what was one block gets a marker there (a
 * split); a block whose text goes on after another's is joined to it by an attribute. So only what was really deleted
 * is deleted, only what was typed is inserted, and both at their exact places.
 */
import { BLOCK_ATTRIBUTES, type DocumentShape, type DrawnText, type Piece } from '@dure/document'
import type { Node } from '@tiptap/pm/model'
import type * as Y from 'yjs'
import type { Kept } from './kept.ts'
import { type Insert, inlineInserts, marksChange } from './nodes.ts'
import type { OldText, Wanted } from './region.ts'

/** Indices are those of the text before any of these operations. */
export type TextOperation =
  | { readonly kind: 'delete'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert'; readonly at: number; readonly content: Insert }
  | { readonly kind: 'format'; readonly at: number; readonly length: number; readonly marks: Record<string, unknown> }
  | { readonly kind: 'split'; readonly at: number; readonly wanted: Wanted }

/** What becomes of a wanted block. */
export type Fate =
  /** It is this piece's block. */
  | { readonly kind: 'keep'; readonly head: Piece }
  /** It begins at a split (see the operations). */
  | { readonly kind: 'split' }
  /** It is new, with all of its text. */
  | { readonly kind: 'new'; readonly content: readonly Insert[] }

export interface TextPlan {
  readonly operations: ReadonlyMap<Y.XmlText, readonly TextOperation[]>
  readonly fates: ReadonlyMap<Wanted, Fate>
  /** Pieces whose text goes on after `head`'s; the piece before each within the wanted block is `after`. */
  readonly joins: readonly { readonly piece: Piece; readonly head: Piece | Wanted; readonly known: readonly string[] }[]
  /** Pieces of blocks that are no more. */
  readonly dead: readonly Piece[]
}

/** A stretch of an old block's text, within one run, that survives in a wanted block. */
interface Stretch {
  readonly old: OldText
  readonly piece: Piece
  readonly oldOffset: number
  readonly newOffset: number
  readonly length: number
  readonly text: Y.XmlText
  readonly at: number
}

export function planText(
  shape: DocumentShape,
  olds: readonly OldText[],
  wanteds: readonly Wanted[],
  kept: readonly Kept[],
): TextPlan {
  return new Planner(shape, olds, wanteds, kept).plan()
}

class Planner {
  readonly #operations = new Map<Y.XmlText, TextOperation[]>()
  readonly #fates = new Map<Wanted, Fate>()
  readonly #joins: { piece: Piece; head: Piece | Wanted; known: string[] }[] = []
  readonly #stretches = new Map<Wanted, Stretch[]>()
  readonly #survivors = new Map<OldText, Stretch[]>()
  readonly #used = new Set<Piece>()
  readonly #claimed = new Set<OldText>()
  readonly #byId = new Map<string, OldText>()
  readonly #order = new Map<OldText, number>()
  readonly #shape: DocumentShape
  readonly #olds: readonly OldText[]
  readonly #wanteds: readonly Wanted[]

  constructor(shape: DocumentShape, olds: readonly OldText[], wanteds: readonly Wanted[], kept: readonly Kept[]) {
    this.#shape = shape
    this.#olds = olds
    this.#wanteds = wanteds
    for (const [index, old] of olds.entries()) {
      this.#order.set(old, index)
      if (!this.#byId.has(old.drawn.id)) this.#byId.set(old.drawn.id, old)
    }
    for (const wanted of wanteds) this.#findStretches(wanted, kept)
    for (const wanted of wanteds) this.#compareRewritten(wanted)
  }

  plan(): TextPlan {
    for (const wanted of this.#wanteds) this.#planBlock(wanted)
    for (const old of this.#olds) this.#planDeletions(old)
    const dead: Piece[] = []
    for (const old of this.#olds) {
      // An emptied piece that was joined to one still in use stays joined to it.
      for (const piece of old.drawn.pieces) {
        if (this.#used.has(piece)) break
        dead.push(piece)
      }
    }
    return { operations: this.#operations, fates: this.#fates, joins: this.#joins, dead }
  }

  #findStretches(wanted: Wanted, kept: readonly Kept[]): void {
    const found: Stretch[] = []
    const end = wanted.start + wanted.node.content.size
    for (const range of kept) {
      const from = Math.max(range.newFrom, wanted.start)
      const to = Math.min(range.newFrom + range.size, end)
      if (from >= to) continue
      const oldFrom = range.oldFrom + (from - range.newFrom)
      for (const old of this.#olds) {
        const low = Math.max(oldFrom, old.start)
        const high = Math.min(oldFrom + (to - from), old.start + old.node.content.size)
        if (low >= high) continue
        const newOffset = from + (low - oldFrom) - wanted.start
        found.push(...stretchesOf(old, low - old.start, high - old.start, newOffset))
      }
    }
    this.#stretches.set(wanted, found)
    for (const stretch of found) this.#addSurvivor(stretch)
  }

  #addSurvivor(stretch: Stretch): void {
    const list = this.#survivors.get(stretch.old)
    if (list) list.push(stretch)
    else this.#survivors.set(stretch.old, [stretch])
  }

  /** A block that was taken out and put back (a drag, a replaced document) is compared with itself. */
  #compareRewritten(wanted: Wanted): void {
    const old = this.#byId.get(String(wanted.node.attrs['id']))
    if (!old || this.#stretches.get(wanted)?.length !== 0 || this.#survivors.has(old)) return
    if (this.#wanteds.find((other) => other.node.attrs['id'] === wanted.node.attrs['id']) !== wanted) return
    const before = units(old.node)
    const after = units(wanted.node)
    const shortest = Math.min(before.length, after.length)
    let front = 0
    while (front < shortest && before[front] === after[front]) front += 1
    let back = 0
    while (back < shortest - front && before.at(-1 - back) === after.at(-1 - back)) back += 1
    const found = [
      ...stretchesOf(old, 0, front, 0),
      ...stretchesOf(old, before.length - back, before.length, after.length - back),
    ]
    this.#stretches.set(wanted, found)
    for (const stretch of found) this.#addSurvivor(stretch)
  }

  #planBlock(wanted: Wanted): void {
    const stretches = this.#stretches.get(wanted) ?? []
    const [first] = stretches
    const { content } = wanted.node
    const head = this.#headFor(wanted, first)
    let text: Y.XmlText | undefined
    let at = 0
    if (head) {
      this.#fates.set(wanted, { kind: 'keep', head })
      this.#used.add(head)
      text = head.text
      at = head.start
    } else if (first) {
      this.#fates.set(wanted, { kind: 'split' })
      this.#operate(first.text, { kind: 'split', at: first.at, wanted })
      this.#used.add(first.piece)
      text = first.text
      at = first.at
    } else {
      this.#fates.set(wanted, { kind: 'new', content: inlineInserts(content) })
      return
    }
    const known = [head?.id ?? String(wanted.node.attrs['id'])]
    const insertUpTo = (from: number, to: number) => {
      if (from >= to) return
      for (const insert of inlineInserts(content.cut(from, to)))
        if (text) this.#operate(text, { kind: 'insert', at, content: insert })
    }
    let done = 0
    for (const stretch of stretches) {
      insertUpTo(done, stretch.newOffset)
      if (!this.#used.has(stretch.piece)) {
        this.#used.add(stretch.piece)
        this.#joins.push({ piece: stretch.piece, head: head ?? wanted, known: [...known] })
        known.push(stretch.piece.id)
      }
      this.#planFormats(stretch, wanted.node)
      text = stretch.text
      at = stretch.at + stretch.length
      done = stretch.newOffset + stretch.length
    }
    insertUpTo(done, content.size)
  }

  /** Which existing block a wanted one is: by its id where that does not contradict where the text went, else by the text. */
  #headFor(wanted: Wanted, first: Stretch | undefined): Piece | undefined {
    const id = String(wanted.node.attrs['id'])
    const named = this.#byId.get(id)
    if (named && !this.#claimed.has(named)) {
      const head = named.drawn.pieces[0]
      const goesElsewhere = (this.#survivors.get(named) ?? []).length > 0
      const fits = first === undefined ? !goesElsewhere : first.old === named || this.#comesBefore(named, first)
      if (head && fits && !this.#used.has(head)) {
        this.#claimed.add(named)
        return head
      }
    }
    if (first && !this.#used.has(first.piece) && this.#beginsBlock(first)) {
      this.#claimed.add(first.old)
      return first.piece
    }
    if (first || named) return undefined
    return this.#revived(id)
  }

  /** An empty old block may take in what follows it, unless that already began in another block. */
  #comesBefore(named: OldText, first: Stretch): boolean {
    if ((this.#survivors.get(named) ?? []).length > 0 || this.#used.has(first.piece)) return false
    return (this.#order.get(named) ?? 0) < (this.#order.get(first.old) ?? 0)
  }

  /** A piece in the middle of a block can begin a block of its own only where it was joined, not where it was split. */
  #beginsBlock(first: Stretch): boolean {
    const { pieces } = first.old.drawn
    const index = pieces.indexOf(first.piece)
    return pieces.slice(0, index).every((piece) => !this.#used.has(piece)) || first.piece.joins !== undefined
  }

  /** A block that was cut out and is pasted again is the same block, so what others wrote in it meanwhile comes along. */
  #revived(id: string): Piece | undefined {
    const element = this.#shape.elementById(id)
    const strand = element && this.#shape.strandOf(element)
    const piece = strand?.items[0]
    if (piece?.type !== 'piece' || piece.id !== id || piece.live || piece.runs.length > 0) return undefined
    if (this.#used.has(piece)) return undefined
    return piece
  }

  #planFormats(stretch: Stretch, node: Node): void {
    let offset = 0
    const before = stretch.old.node.content.cut(stretch.oldOffset, stretch.oldOffset + stretch.length)
    const after = node.content.cut(stretch.newOffset, stretch.newOffset + stretch.length)
    let oldIndex = 0
    let newIndex = 0
    let oldLeft = before.maybeChild(0)?.nodeSize ?? 0
    let newLeft = after.maybeChild(0)?.nodeSize ?? 0
    while (oldIndex < before.childCount && newIndex < after.childCount) {
      const length = Math.min(oldLeft, newLeft)
      const oldNode = before.child(oldIndex)
      const newNode = after.child(newIndex)
      const at = stretch.at + offset
      const marks = marksChange(oldNode.marks, newNode.marks)
      if (!newNode.isText && !newNode.hasMarkup(oldNode.type, oldNode.attrs, newNode.marks)) {
        this.#operate(stretch.text, { kind: 'delete', at, length })
        for (const content of inlineInserts(after.cut(offset, offset + 1)))
          this.#operate(stretch.text, { kind: 'insert', at, content })
      } else if (marks) this.#operate(stretch.text, { kind: 'format', at, length, marks })
      offset += length
      oldLeft -= length
      newLeft -= length
      if (oldLeft === 0) oldLeft = before.maybeChild(++oldIndex)?.nodeSize ?? 0
      if (newLeft === 0) newLeft = after.maybeChild(++newIndex)?.nodeSize ?? 0
    }
  }

  /** Whatever of the old text is in no stretch. */
  #planDeletions(old: OldText): void {
    const survivors = [...(this.#survivors.get(old) ?? [])].sort((a, b) => a.oldOffset - b.oldOffset)
    const remove = (from: number, to: number) => {
      for (const stretch of stretchesOf(old, from, to, 0))
        this.#operate(stretch.text, { kind: 'delete', at: stretch.at, length: stretch.length })
    }
    let done = 0
    for (const stretch of survivors) {
      remove(done, stretch.oldOffset)
      done = Math.max(done, stretch.oldOffset + stretch.length)
    }
    remove(done, old.node.content.size)
  }

  #operate(text: Y.XmlText, operation: TextOperation): void {
    const list = this.#operations.get(text)
    if (list) list.push(operation)
    else this.#operations.set(text, [operation])
  }
}

/** The stretch of an old block from one offset to another, cut at the borders of pieces and runs. */
function stretchesOf(old: OldText, from: number, to: number, newOffset: number): Stretch[] {
  const found: Stretch[] = []
  let offset = 0
  for (const piece of old.drawn.pieces)
    for (const run of piece.runs) {
      const low = Math.max(from, offset)
      const high = Math.min(to, offset + run.length)
      if (low < high)
        found.push({
          old,
          piece,
          oldOffset: low,
          newOffset: newOffset + (low - from),
          length: high - low,
          text: run.text,
          at: run.at + (low - offset),
        })
      offset += run.length
    }
  return found
}

/** One comparable value a unit: the character, or what the inline leaf is. */
function units(node: Node): string[] {
  const list: string[] = []
  node.content.forEach((child) => {
    if (child.isText) list.push(...(child.text ?? '').split(''))
    else list.push(`${child.type.name} ${JSON.stringify(child.attrs)}`)
  })
  return list
}

/** The attributes of `node` that differ from those of a drawn block. */
export function changedAttributes(
  before: DrawnText['attributes'],
  node: Node,
): [string, string | number | boolean | null][] {
  const changes: [string, string | number | boolean | null][] = []
  for (const { name, parse, fallback } of BLOCK_ATTRIBUTES) {
    const value = parse(node.attrs[name]) ?? fallback
    if (before[name] !== value) changes.push([name, value])
  }
  return changes
}
