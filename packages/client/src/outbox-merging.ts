/** Which entries of an outbox travel, and are kept, as one. Pure. */
import { mergeUpdates } from 'yjs'
import { MAX_UNSENT_ENTRIES, MERGE_TARGET_BYTES } from './limits.ts'
import type { OutboxEntry, UnsentEntry } from './outbox-entry.ts'

/** The oldest unsent entries that may travel as one. */
export function nextGroup(entries: readonly OutboxEntry[]): readonly UnsentEntry[] {
  const group: UnsentEntry[] = []
  let bytes = 0
  for (const entry of entries) {
    if (entry.kind !== 'unsent') continue
    bytes += sizeOf(entry)
    if (group.length > 0 && (entry.alone || bytes > MERGE_TARGET_BYTES)) break
    group.push(entry)
    if (entry.alone) break
  }
  return group
}

const sizeOf = (entry: UnsentEntry): number => entry.pieces.reduce((sum, piece) => sum + piece.length, 0)

export function merged(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces
  return only && pieces.length === 1 ? only : mergeUpdates([...pieces])
}

/** Keeps an offline week bounded: runs of small unsent entries become one each. */
export function bounded(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  if (entries.filter((entry) => entry.kind === 'unsent').length <= MAX_UNSENT_ENTRIES) return entries
  const joined: OutboxEntry[] = []
  for (const entry of entries) {
    const last = joined.at(-1)
    if (last?.kind === 'unsent' && entry.kind === 'unsent' && mayJoin(last, entry)) {
      joined[joined.length - 1] = {
        ...last,
        changes: last.changes + entry.changes,
        pieces: [...last.pieces, ...entry.pieces],
      }
    } else joined.push(entry)
  }
  return joined.map(flattened)
}

const mayJoin = (a: UnsentEntry, b: UnsentEntry): boolean =>
  !a.alone && !b.alone && sizeOf(a) + sizeOf(b) <= MERGE_TARGET_BYTES

const flattened = (entry: OutboxEntry): OutboxEntry =>
  entry.kind === 'unsent' && entry.pieces.length > 1 && !entry.alone
    ? { ...entry, pieces: [merged(entry.pieces)] }
    : entry
