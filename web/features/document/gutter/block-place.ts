/** Where blocks stand on the page, and which of them a pointer means. */
import { blockStart } from '@dure/editor'
import type { Editor } from '@tiptap/core'

/** How far from the text's side a pointer still means what stands in it. */
const INSET_PX = 4

export interface BlockBox {
  /** Where the block begins in the document. */
  readonly start: number
  readonly element: HTMLElement
  readonly rect: DOMRect
}

export function boxAt({ view }: Editor, start: number): BlockBox | undefined {
  const element = view.nodeDOM(start)
  return element instanceof HTMLElement ? { start, element, rect: element.getBoundingClientRect() } : undefined
}

/** The block at a point of the window; beside the text, what stands at its height. Undefined above and below all text. */
export function blockAtPoint(editor: Editor, x: number, y: number): BlockBox | undefined {
  const { view } = editor
  const text = view.dom.getBoundingClientRect()
  const style = getComputedStyle(view.dom)
  const bottom = text.bottom - Number.parseFloat(style.paddingBottom)
  if (y < text.top || y > bottom) return undefined
  const left = Math.max(text.left + INSET_PX, Math.min(x, text.right - INSET_PX))
  const place = view.posAtCoords({ left, top: y })
  if (!place) return undefined
  // In the margin what is meant is the row, not what nests in it.
  const start = blockStart(view.state.doc, place.inside >= 0 ? place.inside + 1 : place.pos, x < text.left)
  return start === undefined ? undefined : boxAt(editor, leafAt(editor, place.inside) ?? start)
}

/** A leaf (a picture, a divider) holds no places: it is what is hit. */
function leafAt({ view }: Editor, inside: number): number | undefined {
  return inside >= 0 && view.state.doc.nodeAt(inside)?.isLeaf ? inside : undefined
}

/** The middle of its first line, from the top of the window. */
export function firstLineMiddle({ element, rect }: BlockBox): number {
  const style = getComputedStyle(element)
  const line = Number.parseFloat(style.lineHeight)
  const height = Number.isNaN(line) ? Math.min(rect.height, 28) : line
  return rect.top + Number.parseFloat(style.paddingTop) + Math.min(height, rect.height) / 2
}

export interface DropPlace {
  /** Between which blocks, as a place in the document. */
  readonly place: number
  /** Where the line is drawn, in the window. */
  readonly left: number
  readonly width: number
  readonly top: number
}

/** Where blocks that are let go of at this point would stand. */
export function dropAtPoint(editor: Editor, x: number, y: number): DropPlace | undefined {
  const { view } = editor
  const text = view.dom.getBoundingClientRect()
  const { firstElementChild, lastElementChild } = view.dom
  const first = firstElementChild?.getBoundingClientRect()
  const last = lastElementChild?.getBoundingClientRect()
  if (first && y < first.top) return { place: 0, left: text.left, width: text.width, top: first.top }
  if (last && y > last.bottom)
    return { place: view.state.doc.content.size, left: text.left, width: text.width, top: last.bottom }
  const box = blockAtPoint(editor, x, y)
  const node = box && view.state.doc.nodeAt(box.start)
  if (!box || !node) return undefined
  const { rect, start } = box
  const below = y > rect.top + rect.height / 2
  const gap = gapBeside(box.element, below)
  return {
    place: below ? start + node.nodeSize : start,
    left: rect.left,
    width: rect.width,
    top: below ? rect.bottom + gap / 2 : rect.top - gap / 2,
  }
}

/** The space to the neighbour on that side: the line is drawn in the middle of it. */
function gapBeside(element: HTMLElement, below: boolean): number {
  const neighbour = below ? element.nextElementSibling : element.previousElementSibling
  if (!neighbour) return 0
  const [one, other] = [element.getBoundingClientRect(), neighbour.getBoundingClientRect()]
  return Math.max(0, below ? other.top - one.bottom : one.top - other.bottom)
}
