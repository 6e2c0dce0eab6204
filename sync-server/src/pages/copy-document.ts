/** A copy of a document as it is now: its content, not its history, its comments' people or whom it is shared with. */
import { type DocumentId, newDocumentId, type UserId, type WorkspaceId } from '@dure/protocol'
import type { DocumentRow, SqlStore } from '@dure/store'
import type { Logger } from '../observability/logger.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import { loadRoom } from '../room/load-room.ts'

export interface Copying {
  readonly original: DocumentId
  /** What the copy is called; as the original unless given. */
  readonly title: string | undefined
  readonly parentId: DocumentId | null
  readonly workspaceId: WorkspaceId
  readonly ownerId: UserId
}

/**
 * Read off the log and written as the first update of another one. Who wrote under which Yjs client id goes along, so
 * that nobody can write under another's in the copy either; and so do its files.
 * @returns undefined when the original is not there.
 * @throws StoreUnavailable, DocumentWorkBusy, DocumentJobFailed, PageRefused
 */
export async function copyDocument(
  store: Pick<SqlStore, 'log' | 'documents'>,
  workers: DocumentWork,
  logger: Logger,
  { original, title, parentId, workspaceId, ownerId }: Copying,
): Promise<DocumentRow | undefined> {
  const start = await loadRoom(original, store.log, workers, logger)
  if (!start) return undefined
  const { base, rows } = start.window
  const copied = await workers.copy({
    base,
    rows: rows.map((row) => row.bytes),
    ...(title === undefined ? {} : { title }),
  })
  return store.documents.create({
    id: newDocumentId(),
    createdBy: ownerId,
    ownerId,
    workspaceId,
    parentId,
    seed: copied.state,
    title: copied.title,
    copyOf: original,
    reach: parentId === null ? 'restricted' : 'inherit',
  })
}
