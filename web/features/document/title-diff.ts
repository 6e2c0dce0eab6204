/** Where a caret goes in a line of text when others change the line. */
import type * as Y from 'yjs'

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
