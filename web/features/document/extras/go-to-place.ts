/** Brings a place of the text into view, without moving the caret. */
import type { Editor } from '@tiptap/core'

/** The header and the toolbar cover this much. */
const COVERED_PX = 112

/** @param where In the middle of the window, or under the header. */
export function goToPlace({ view }: Editor, place: number, where: 'center' | 'start'): void {
  const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth'
  const node = view.nodeDOM(place)
  const { top, bottom } = node instanceof HTMLElement ? node.getBoundingClientRect() : view.coordsAtPos(place)
  const middle = Math.max(COVERED_PX, (innerHeight - (bottom - top)) / 2)
  scrollBy({ top: top - (where === 'center' ? middle : COVERED_PX + 16), behavior })
}
