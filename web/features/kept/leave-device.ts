/** What becomes of a person's copies on this device when they sign out: looked at first, then kept or removed. */
import { deleteLocalCopy, listLocalCopies } from '@dure/client'
import { forgetUploadsOf } from '../attachments/upload-shelf.ts'

export interface LeftBehind {
  readonly documents: number
  /** Edits that are on this device only. */
  readonly unsent: number
}

/** Nothing, too, where the device has no storage for this page. */
export async function leftBehind(owner: string): Promise<LeftBehind> {
  const copies = await Promise.resolve()
    .then(() => listLocalCopies(owner))
    .catch(() => [])
  const kept = copies.filter((copy) => copy.bytes > 0 || copy.unsaved > 0)
  return { documents: kept.length, unsent: kept.reduce((sum, copy) => sum + copy.unsaved, 0) }
}

/** Removes all of the owner's copies, unsent edits included. */
export async function wipeDevice(owner: string): Promise<void> {
  await forgetUploadsOf(owner)
  for (const { copyId } of await listLocalCopies(owner)) await deleteLocalCopy(copyId)
}
