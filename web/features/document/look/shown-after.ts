/** Which part of a picture is shown after it was drawn along. Pure. */

export interface PictureFrame {
  readonly naturalWidth: number
  readonly naturalHeight: number
  readonly clientWidth: number
  readonly clientHeight: number
}

/**
 * In whole percent. A picture that fills its frame is too high for it or too wide, never both: along that side it moves
 * with the pointer, pixel by pixel. One that fits has nothing to move.
 */
export function shownAfter(
  before: number,
  { naturalWidth, naturalHeight, clientWidth, clientHeight }: PictureFrame,
  moved: { readonly x: number; readonly y: number },
): number {
  if (naturalWidth === 0 || naturalHeight === 0) return before
  const scale = Math.max(clientWidth / naturalWidth, clientHeight / naturalHeight)
  const beyond = { x: naturalWidth * scale - clientWidth, y: naturalHeight * scale - clientHeight }
  const [pixels, room] = beyond.y > beyond.x ? [moved.y, beyond.y] : [moved.x, beyond.x]
  if (room < 1) return before
  return Math.round(Math.min(100, Math.max(0, before - (100 * pixels) / room)))
}
