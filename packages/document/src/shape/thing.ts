/** What stands in a list of Yjs elements, as it was read: a strand of text blocks, a slot, or any other node. */
import type * as Y from 'yjs'
import { type Attributes, readAttributes } from '../schema/attribute.ts'
import { MAX_CAPTION_LENGTH, nodeSpec } from '../schema/blocks.ts'
import type { DrawnContainer, DrawnLeaf } from './drawn.ts'
import { BLOCK, elementId, isLive, readAttribute, readName, SLOT, SLOT_ELEMENT, type YParent } from './element.ts'
import { type EmbeddedSlot, type Piece, readStrand, type Strand } from './strand.ts'
import { wordsIn } from './words.ts'

export interface ListSlot {
  readonly type: 'list-slot'
  readonly element: Y.XmlElement
  readonly id: string
  readonly home: YParent
}

export interface ReadNode {
  readonly type: 'node'
  readonly element: Y.XmlElement
  id: string
  live: boolean
  slot: string | undefined
  attributes: Attributes
  readonly drawn: DrawnLeaf | DrawnContainer
}

export type Thing = Strand | ListSlot | ReadNode

/** What can be drawn at a slot. */
export type Placeable = Piece | ReadNode

/** Where something can be drawn that stands elsewhere. */
export type SlotPlace = ListSlot | EmbeddedSlot

/**
 * @param before What was read of the element the last time: a node stays the same object.
 * @param isTooDeep A container is read as a leaf.
 */
export function readThing(element: Y.XmlElement, before: Thing | undefined, isTooDeep: boolean): Thing {
  if (element.nodeName === BLOCK) return readStrand(element)
  if (element.nodeName === SLOT_ELEMENT)
    return { type: 'list-slot', element, id: elementId(element), home: element.parent as YParent }
  const spec = nodeSpec(element.nodeName)
  const words = spec?.words === undefined ? '' : wordsIn(element).slice(0, MAX_CAPTION_LENGTH).toWellFormed()
  const attributes = readAttributes(spec?.attributes ?? [], (name) =>
    name === spec?.words && words !== '' ? words : readAttribute(element, name),
  )
  const fresh = {
    id: elementId(element),
    live: isLive(element),
    slot: readName(element, SLOT),
    attributes,
  }
  if (before?.type === 'node') {
    Object.assign(before, fresh)
    Object.assign(before.drawn, { attributes, slot: fresh.slot })
    return before
  }
  const shared = { element, parent: undefined, id: fresh.id, attributes, name: element.nodeName, slot: fresh.slot }
  const drawn: DrawnLeaf | DrawnContainer =
    spec === undefined || spec.role === 'leaf' || isTooDeep
      ? { type: 'leaf', ...shared }
      : { type: 'container', ...shared, children: [] }
  return { type: 'node', element, ...fresh, drawn }
}

/** The part of a table or of columns that a node is; undefined for what may stand anywhere. */
export const partName = ({ element }: ReadNode): string | undefined =>
  nodeSpec(element.nodeName)?.role === 'part' ? element.nodeName : undefined
