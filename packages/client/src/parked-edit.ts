/** A refused edit as people see it: why, and the words that were in it, to be copied out. */
import { ContentString, decodeUpdate, Item } from 'yjs'
import type { ParkedEntry } from './outbox-entry.ts'

export interface ParkedEdit {
  /** Stable name of the refusal, see refusal.ts. */
  readonly reason: string
  /** One English sentence. */
  readonly detail: string
  /** The text it would have inserted, in the order of writing; empty when it inserts none. */
  readonly text: string
  /** The edit itself, a Yjs V1 update. */
  readonly update: Uint8Array
}

const seen = new WeakMap<ParkedEntry, ParkedEdit>()

/** The same object for the same entry, so that identity means equality. */
export function parkedEdit(entry: ParkedEntry): ParkedEdit {
  const known = seen.get(entry)
  if (known) return known
  const { reason, detail, update } = entry
  const edit = Object.freeze({
    reason: reason.name,
    detail: detail || reason.meaning,
    text: textOfUpdate(update),
    update,
  })
  seen.set(entry, edit)
  return edit
}

/** The text an update inserts, in the order of writing. */
export function textOfUpdate(update: Uint8Array): string {
  let text = ''
  for (const struct of decodeUpdate(update).structs) {
    if (struct instanceof Item && struct.content instanceof ContentString) text += struct.content.str
  }
  return text
}
