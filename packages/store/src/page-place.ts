/**
 * Where a page stands among its siblings: a text, compared byte by byte, ties by id. Between any two places there is
 * always another, so a move writes one row and no sibling. Pure.
 *
 * A new page's place is the time it was made, so pages stand in the order of their making until somebody moves one.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** Places of time begin with it: what stands before them all still has room. */
const TIME_MARK = 'i'
/** Base-62 digits of a Unix time in ms: enough until the year 8000. */
const TIME_DIGITS = 8
/** No place ends in `0`: between `a` and `a0` there is nothing. */
const END = 'V'
/** A place this long has been halved a thousand times: its siblings get new ones. */
export const MAX_PLACE_LENGTH = 200

/** Behind everything that was placed before this time. */
export function placeAt(timeMs: number): string {
  let left = Math.max(0, Math.floor(timeMs))
  let digits = ''
  for (let at = 0; at < TIME_DIGITS; at += 1) {
    digits = (DIGITS[left % DIGITS.length] ?? '0') + digits
    left = Math.floor(left / DIGITS.length)
  }
  return TIME_MARK + digits + END
}

/** The `index`-th of `placeAt`'s elders: for siblings that all get a new place. */
export const placeInRow = (index: number): string => `a${placeAt(index).slice(1)}`

/** Behind `last`, which may be the place of a page that was moved: and behind what was made until now. */
export function placeAfter(last: string | undefined, nowMs: number): string {
  const now = placeAt(nowMs)
  return last === undefined || last < now ? now : last + END
}

/**
 * Between two places; `undefined` for before the first. Undefined when there is none: they are the same place, or in
 * the wrong order.
 */
export function placeBetween(before: string | undefined, after: string): string | undefined {
  const low = before ?? ''
  if (low >= after) return undefined
  const place = middle(low, after)
  return place > low && place < after ? place : undefined
}

function middle(low: string, high: string | undefined): string {
  if (high !== undefined) {
    let same = 0
    while (same < high.length && (low[same] ?? '0') === high[same]) same += 1
    if (same > 0) return high.slice(0, same) + middle(low.slice(same), high.slice(same))
  }
  const lowDigit = low === '' ? 0 : DIGITS.indexOf(low.charAt(0))
  const highDigit = high === undefined ? DIGITS.length : DIGITS.indexOf(high.charAt(0))
  if (highDigit - lowDigit > 1) return DIGITS.charAt(Math.round((lowDigit + highDigit) / 2))
  if (high !== undefined && high.length > 1) return high.charAt(0)
  return DIGITS.charAt(lowDigit) + middle(low.slice(1), undefined)
}
