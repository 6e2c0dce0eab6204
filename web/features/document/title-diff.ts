/** What a person did to a line of text, as one replacement, and where a caret goes when others change the line. */
import type * as Y from 'yjs'

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

/** One stretch of what a Y.Text event did, as far as a title has any. */
export interface DeltaEntry {
  readonly retain?: number | undefined
  readonly delete?: number | undefined
  readonly insert?: unknown
}

/** Not by `event.delta`: reading that deletes formatting Yjs finds redundant, a write in answer to somebody else's edit. */
export function changesOf(event: Y.YTextEvent): readonly DeltaEntry[] {
  const changes: DeltaEntry[] = []
  for (let item = event.target._start; item !== null; item = item.right) {
    if (!item.countable) continue
    if (event.adds(item)) {
      if (!item.deleted) changes.push({ insert: 'x'.repeat(item.length) })
    } else if (event.deletes(item)) changes.push({ delete: item.length })
    else if (!item.deleted) changes.push({ retain: item.length })
  }
  return changes
}

/** Where `caret` stands after the others' change. Text they insert exactly at it goes after it. */
export function mapCaret(caret: number, delta: readonly DeltaEntry[]): number {
  let at = 0
  let mapped = caret
  for (const entry of delta) {
    if (entry.retain !== undefined) at += entry.retain
    else if (entry.delete !== undefined) {
      if (at < mapped) mapped = Math.max(at, mapped - entry.delete)
    } else {
      const length = typeof entry.insert === 'string' ? entry.insert.length : 1
      if (at < mapped) mapped += length
      at += length
    }
  }
  return mapped
}

/** A title is one line, whatever is pasted into it. */
export const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, ' ')
