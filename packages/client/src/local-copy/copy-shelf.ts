/** The copies of documents kept on this device: what a page shows in its list, and what a person may do with them. */
import type { DocumentId } from '@dure/protocol'
import { mergeUpdates } from 'yjs'
import { deleteCopy, readContent, readSessions } from './copy-rows.ts'
import { answer, openDatabase, transact } from './database.ts'
import { type CopyRecord, parseCopy } from './records.ts'

export interface LocalCopySummary {
  readonly copyId: string
  readonly documentId: DocumentId
  /** As of the last change stored here; empty when the document has none or none was given. */
  readonly title: string
  /** Unix time in ms. */
  readonly openedAtMs: number
  readonly changedAtMs: number
  /** Edits that are on this device only, refused ones included. */
  readonly unsaved: number
  /** The server's history was replaced; this copy is from before, and is not opened any more. */
  readonly setAside: boolean
  /** Content held, without the outbox. */
  readonly bytes: number
}

/** The copies of one owner, the last opened first. @throws DOMException when there is no storage. */
export function listLocalCopies(owner: string, factory: IDBFactory = indexedDB): Promise<readonly LocalCopySummary[]> {
  return withDatabase(factory, 'readonly', async (stores) => {
    const rows = await answer(stores.copies.getAll())
    const copies = (Array.isArray(rows) ? rows : []).map(parseCopy).filter((copy) => copy?.owner === owner)
    const summaries: LocalCopySummary[] = []
    for (const copy of copies) if (copy) summaries.push(summary(copy, await readSessions(stores, copy.copyId)))
    return summaries.sort((a, b) => b.openedAtMs - a.openedAtMs)
  })
}

function summary(copy: CopyRecord, sessions: Awaited<ReturnType<typeof readSessions>>): LocalCopySummary {
  const { copyId, documentId, title, openedAtMs, changedAtMs, setAside, runBytes, snapshotBytes } = copy
  const unsaved = sessions.flatMap(({ entries }) => entries).reduce((sum, entry) => sum + entry.changes, 0)
  return { copyId, documentId, title, openedAtMs, changedAtMs, setAside, unsaved, bytes: runBytes + snapshotBytes }
}

/** Deletes a copy with everything that was not saved. A tab that has it open goes on in memory. */
export function deleteLocalCopy(copyId: string, factory: IDBFactory = indexedDB): Promise<void> {
  return withDatabase(factory, 'readwrite', (stores) => deleteCopy(stores, copyId))
}

/** Keeps a copy, but opens the document without it from now on: its history was replaced on the server. */
export function setLocalCopyAside(copyId: string, factory: IDBFactory = indexedDB): Promise<void> {
  return withDatabase(factory, 'readwrite', async (stores) => {
    const copy = parseCopy(await answer(stores.copies.get(copyId)))
    if (copy) stores.copies.put({ ...copy, setAside: true })
  })
}

/** Everything in a copy, unsaved and refused edits included, as one Yjs V1 update; undefined when there is no copy. */
export function readLocalCopy(copyId: string, factory: IDBFactory = indexedDB): Promise<Uint8Array | undefined> {
  return withDatabase(factory, 'readonly', async (stores) => {
    const copy = parseCopy(await answer(stores.copies.get(copyId)))
    if (!copy) return undefined
    const sessions = await readSessions(stores, copyId)
    const edits = sessions
      .flatMap(({ entries }) => entries)
      .flatMap((entry) => (entry.kind === 'unsent' ? entry.pieces : [entry.update]))
    return mergeUpdates([...(await readContent(stores, copyId)), ...edits])
  })
}

async function withDatabase<T>(
  factory: IDBFactory,
  mode: 'readonly' | 'readwrite',
  work: Parameters<typeof transact<T>>[3],
): Promise<T> {
  const database = await openDatabase(factory)
  try {
    return await transact(database, mode, 'relaxed', work)
  } finally {
    database.close()
  }
}
