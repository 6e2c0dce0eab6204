import { applyUpdate, Doc, mergeUpdates } from 'yjs'

/** One update that inserts `text` at the start, from someone elsewhere. */
export function elsewhere(text: string, after?: Uint8Array): Uint8Array {
  const doc = new Doc()
  if (after) applyUpdate(doc, after)
  const updates: Uint8Array[] = []
  doc.on('update', (update) => updates.push(update))
  doc.getText('text').insert(0, text)
  return mergeUpdates(updates)
}
