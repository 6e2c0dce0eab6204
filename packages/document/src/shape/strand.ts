/**
 * A strand: one `block` element and its Y.XmlText, read as the blocks it holds.
 *
 * Splitting a block does not move its tail: a marker (an embedded `block` element) is put where the split is, and from
 * there on the text belongs to the marker's block. So whatever someone else types in the tail meanwhile stays in it.
 * A strand is thus a sequence of pieces; a marker that is not live is no boundary (the split was undone, or joined
 * again). Slots embedded between pieces are places for blocks that stand elsewhere.
 */
import * as Y from 'yjs'
import { type Attributes, readAttributes } from '../schema/attribute.ts'
import { BLOCK_ATTRIBUTES } from '../schema/blocks.ts'
import { type EmbedValue, toEmbed } from '../schema/inline.ts'
import { BLOCK, elementId, isLive, JOINS, readAttribute, readName, SLOT, SLOT_ELEMENT } from './element.ts'

/** Text or one inline leaf, under one set of marks. */
export interface Run {
  readonly text: Y.XmlText
  /** Index in `text`. */
  readonly at: number
  readonly length: number
  readonly insert: string | EmbedValue
  readonly marks: Readonly<Record<string, unknown>>
}

export interface Piece {
  readonly type: 'piece'
  /** The element that holds the text. */
  readonly strand: Y.XmlElement
  /** The element that holds the attributes: the strand itself, or a marker within its text. */
  readonly source: Y.XmlElement
  readonly text: Y.XmlText | undefined
  /** Where it begins and ends in `text`. */
  readonly start: number
  readonly end: number
  readonly id: string
  readonly live: boolean
  readonly joins: string | undefined
  readonly slot: string | undefined
  readonly attributes: Attributes
  readonly runs: readonly Run[]
}

export interface EmbeddedSlot {
  readonly type: 'slot'
  readonly id: string
  readonly text: Y.XmlText
  readonly at: number
}

export interface Strand {
  readonly type: 'strand'
  readonly element: Y.XmlElement
  readonly items: readonly (Piece | EmbeddedSlot)[]
}

interface DeltaOp {
  readonly insert?: unknown
  readonly attributes?: Record<string, unknown>
}

const NO_MARKS: Readonly<Record<string, unknown>> = Object.freeze({})

export function readStrand(element: Y.XmlElement): Strand {
  const text = strandText(element)
  const items: (Piece | EmbeddedSlot)[] = []
  let source = element
  let start = 0
  let runs: Run[] = []
  /** Slots met within the current piece: they come after it. */
  let slots: EmbeddedSlot[] = []
  let at = 0
  const endPiece = () => {
    items.push(pieceOf(element, source, text, start, at, runs), ...slots)
    runs = []
    slots = []
  }
  for (const op of (text?.toDelta() ?? []) as DeltaOp[]) {
    const { insert } = op
    if (text === undefined || insert === undefined) continue
    if (insert instanceof Y.XmlElement) {
      if (insert.nodeName === BLOCK && isLive(insert)) {
        endPiece()
        source = insert
        start = at + 1
      } else if (insert.nodeName === SLOT_ELEMENT) {
        slots.push({ type: 'slot', id: elementId(insert), text, at })
      }
      at += 1
      continue
    }
    if (insert instanceof Y.AbstractType) {
      at += 1
      continue
    }
    const value = typeof insert === 'string' ? insert : toEmbed(insert)
    const length = typeof value === 'string' ? value.length : 1
    runs.push({ text, at, length, insert: value, marks: op.attributes ?? NO_MARKS })
    at += length
  }
  endPiece()
  return { type: 'strand', element, items }
}

export function strandText(element: Y.XmlElement): Y.XmlText | undefined {
  const first = element._first?.content
  const type = first instanceof Y.ContentType ? first.type : undefined
  return type instanceof Y.XmlText ? type : undefined
}

function pieceOf(
  strand: Y.XmlElement,
  source: Y.XmlElement,
  text: Y.XmlText | undefined,
  start: number,
  end: number,
  runs: readonly Run[],
): Piece {
  return {
    type: 'piece',
    strand,
    source,
    text,
    start,
    end,
    id: elementId(source),
    live: isLive(source),
    joins: readName(source, JOINS),
    slot: readName(source, SLOT),
    attributes: readAttributes(BLOCK_ATTRIBUTES, (name) => readAttribute(source, name)),
    runs,
  }
}

/** Whether the same blocks are drawn at the same places: then a change concerns their text and looks only. */
export function sameStructure(a: Strand, b: Strand): boolean {
  if (a.items.length !== b.items.length) return false
  return a.items.every((item, index) => {
    const other = b.items[index]
    if (other === undefined || item.type !== other.type) return false
    if (item.type === 'slot' || other.type === 'slot') return item.id === other.id
    const drawn = item.live || item.runs.length > 0
    const otherDrawn = other.live || other.runs.length > 0
    return (
      item.source === other.source &&
      item.id === other.id &&
      item.joins === other.joins &&
      item.slot === other.slot &&
      drawn === otherDrawn
    )
  })
}
