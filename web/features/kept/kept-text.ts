/** The words in a copy kept on this device, unsent and refused edits included, to be copied out. */
import { readLocalCopy } from '@dure/client'

/** One line a block; empty when there is no copy. */
export async function keptText(copyId: string): Promise<string> {
  const update = await readLocalCopy(copyId)
  if (!update) return ''
  // Asked for by few: the home page need not load it to be shown.
  const { plainText, readUpdates } = await import('@dure/document')
  return plainText(readUpdates([update]))
}
