/**
 * The Yjs side of a block: an element and its structural attributes.
 *
 * Elements are never deleted. Deleting a block deletes its characters and takes `live` away; an element that is not
 * live and holds nothing is not drawn. So a character is lost only if someone who saw it deleted it.
 */
import * as Y from 'yjs'
import type { Attributes, AttributeValue } from '../schema/attribute.ts'
import { isBlockId } from '../schema/block-id.ts'

/** The root everything visible hangs from. */
export const CONTENT = 'content'

/** Structural attributes; the others are the node's own (see schema). */
export const ID = 'id'
/** Present on what exists. */
export const LIVE = 'live'
/** Names the block that this block's text goes on from: the two are drawn as one. */
export const JOINS = 'joins'
/** Names the slot this block is drawn at, instead of where it stands. */
export const SLOT = 'slot'
/** Of a cell: its column. */
export const COLUMN = 'column'

export const BLOCK = 'block'
export const SLOT_ELEMENT = 'slot'

export type YParent = Y.XmlFragment | Y.XmlElement

export const contentOf = (doc: Y.Doc): Y.XmlFragment => doc.getXmlFragment(CONTENT)

export const readAttribute = (element: Y.XmlElement, name: string): unknown => element.getAttribute(name)

export function writeAttribute(element: Y.XmlElement, name: string, value: AttributeValue): void {
  // Yjs types attributes as strings unless told otherwise; what it stores is any JSON value, null included.
  const setter: { setAttribute(name: string, value: unknown): void } = element as never
  setter.setAttribute(name, value)
}

export const readName = (element: Y.XmlElement, name: string): string | undefined => {
  const raw = readAttribute(element, name)
  return isBlockId(raw) ? raw : undefined
}

/** The element's id; one without a valid id is named by its place in Yjs' history, the same for everyone. */
export function elementId(element: Y.XmlElement): string {
  const own = readName(element, ID)
  if (own !== undefined) return own
  const item = element._item
  return item ? `y${item.id.client}.${item.id.clock}` : 'y'
}

export const isLive = (element: Y.XmlElement): boolean => readAttribute(element, LIVE) === true

/** A new live element, to be inserted by the caller. */
export function newElement(name: string, id: string, attributes: Attributes = {}): Y.XmlElement {
  const element = new Y.XmlElement(name)
  writeAttribute(element, ID, id)
  writeAttribute(element, LIVE, true)
  for (const [key, value] of Object.entries(attributes)) if (value !== null) writeAttribute(element, key, value)
  return element
}

/** A new slot. It has no life of its own: it counts while a block names it. */
export function newSlot(id: string): Y.XmlElement {
  const element = new Y.XmlElement(SLOT_ELEMENT)
  writeAttribute(element, ID, id)
  return element
}

/** Null takes the attribute away. */
export function putAttribute(element: Y.XmlElement, name: string, value: AttributeValue): void {
  if (value === null) removeAttribute(element, name)
  else writeAttribute(element, name, value)
}

/** Removing what is absent would still be a write. */
export function removeAttribute(element: Y.XmlElement, name: string): void {
  if (element.getAttribute(name) !== undefined) element.removeAttribute(name)
}
