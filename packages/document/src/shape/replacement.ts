/** What was done to a line of text, told from how it was and how it is. */

/** `remove` UTF-16 units at `at` are replaced by `insert`. */
export interface Replacement {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

/**
 * The replacement that turns `before` into `after`, or undefined when they are equal.
 *
 * @param caret Where the caret stands in `after`. Typing a letter beside its like ("foo" → "fooo") has several equally
 * small answers; the one that ends at the caret is where the person typed, and so where it must merge.
 */
export function replacementBetween(before: string, after: string, caret: number): Replacement | undefined {
  if (before === after) return undefined
  const shorter = Math.min(before.length, after.length)
  let tail = 0
  const tailLimit = Math.min(shorter, after.length - Math.min(Math.max(caret, 0), after.length))
  while (tail < tailLimit && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  let head = 0
  while (head < shorter - tail && before[head] === after[head]) head += 1
  // What the caret's limit left over at the end may still be equal, for instance after a deletion forwards.
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1
  // A pair of surrogates is one character: half of it in Yjs would become U+FFFD on other screens.
  if (head > 0 && isHighSurrogate(before, head - 1)) head -= 1
  if (tail > 0 && isLowSurrogate(before, before.length - tail)) tail -= 1
  return { at: head, remove: before.length - tail - head, insert: after.slice(head, after.length - tail) }
}

const isHighSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xd800
const isLowSurrogate = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00
