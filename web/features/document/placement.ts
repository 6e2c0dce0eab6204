/** Where small panels stand that belong to a place in the text: within the text's frame, so that they scroll with it. */
import type { Editor } from '@tiptap/core'

const GAP_PX = 6
const EDGE_PX = 8
/** The header and the toolbar cover this much at the top of the window. */
const COVERED_PX = 100

/** Puts the panel over or under the text from `from` to `to`, on the other side where there is no room. */
export function placeBeside(
  panel: HTMLElement,
  { view }: Editor,
  { from, to, side }: { readonly from: number; readonly to: number; readonly side: 'above' | 'below' },
): void {
  const frame = panel.offsetParent?.getBoundingClientRect()
  if (!frame) return
  const start = view.coordsAtPos(from)
  const end = view.coordsAtPos(to, -1)
  const { offsetWidth: width, offsetHeight: height } = panel
  const above = start.top - GAP_PX - height
  const below = end.bottom + GAP_PX
  const fitsAbove = above > COVERED_PX
  const fitsBelow = below + height < innerHeight - EDGE_PX
  const top = side === 'above' ? (fitsAbove ? above : below) : fitsBelow || above < 0 ? below : above
  const left = Math.max(EDGE_PX, Math.min(start.left, innerWidth - width - EDGE_PX))
  panel.style.translate = `${left - frame.left}px ${top - frame.top}px`
}
