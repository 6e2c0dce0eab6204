/** What is done to the rows of one copy inside a transaction: finding, reading, extending, folding. */
import type { DocumentId, SessionId } from '@dure/protocol'
import { toSeq } from '@dure/protocol'
import { MAX_UNFOLDED_RUNS } from '../limits.ts'
import type { Outbox } from '../outbox.ts'
import type { OutboxEntry } from '../outbox-entry.ts'
import { answer, deleteRowsOf, rowsOf, type StoreName } from './database.ts'
import type { LogRun, WholeDocument } from './local-copy.ts'
import {
  type CopyRecord,
  entryRecord,
  ownBytes,
  parseCopy,
  parseEntry,
  parseRun,
  parseSession,
  parseSnapshot,
  type SessionRecord,
} from './records.ts'

export type Stores = Record<StoreName, IDBObjectStore>

/** The copy of a document that is opened, with `openedAtMs` brought up to date; a new one when there is none. */
export async function openCopy(
  stores: Stores,
  owner: string,
  documentId: DocumentId,
  newCopyId: string,
  nowMs: number,
): Promise<{ readonly copy: CopyRecord; readonly isNew: boolean }> {
  const rows = await answer(stores.copies.index('byDocument').getAll([owner, documentId]))
  const copies = (Array.isArray(rows) ? rows : []).map(parseCopy).filter((copy) => copy !== undefined)
  const [newest] = copies.filter((copy) => !copy.setAside).sort((a, b) => b.openedAtMs - a.openedAtMs)
  const copy: CopyRecord = {
    copyId: newCopyId,
    owner,
    documentId,
    epoch: 0,
    lastSeq: toSeq(0),
    title: '',
    changedAtMs: nowMs,
    setAside: false,
    runs: 0,
    runBytes: 0,
    snapshotBytes: 0,
    ...newest,
    openedAtMs: nowMs,
  }
  stores.copies.put(copy)
  return { copy, isNew: newest === undefined }
}

/** The content of a copy, in order. */
export async function readContent(stores: Stores, copyId: string): Promise<readonly Uint8Array[]> {
  const snapshot = parseSnapshot(await answer(stores.snapshots.get(copyId)))
  const runs = (await rowsOf(stores.runs, copyId)).map(parseRun).filter((run) => run !== undefined)
  runs.sort((a, b) => a.toSeq - b.toSeq)
  return [...(snapshot ? [snapshot.update] : []), ...runs.flatMap((run) => run.updates)]
}

export interface SessionRows {
  readonly record: SessionRecord
  readonly entries: readonly OutboxEntry[]
}

/** The sessions of a copy; those with unsaved edits first. */
export async function readSessions(stores: Stores, copyId: string): Promise<readonly SessionRows[]> {
  const records = (await rowsOf(stores.sessions, copyId)).map(parseSession).filter((record) => record !== undefined)
  const entries = (await rowsOf(stores.entries, copyId)).map(parseEntry).filter((entry) => entry !== undefined)
  const sessions = records.map((record) => ({
    record,
    entries: entries.filter((each) => each.sessionId === record.sessionId).map((each) => each.entry),
  }))
  return sessions.sort((a, b) => b.entries.length - a.entries.length)
}

export function deleteSession(stores: Stores, copyId: string, { record, entries }: SessionRows): void {
  stores.sessions.delete([copyId, record.sessionId])
  for (const entry of entries) stores.entries.delete([copyId, record.sessionId, entry.key])
}

/** Brings a session's rows from what they were, by key, to what the outbox is. */
export function putOutbox(
  stores: Stores,
  copyId: string,
  sessionId: SessionId,
  outbox: Outbox,
  were: ReadonlyMap<number, OutboxEntry>,
): void {
  const { nextClientSeq, nextKey } = outbox
  const record: SessionRecord = { copyId, sessionId, nextClientSeq, nextKey }
  stores.sessions.put(record)
  const keys = new Set(outbox.entries.map((entry) => entry.key))
  for (const key of were.keys()) if (!keys.has(key)) stores.entries.delete([copyId, sessionId, key])
  for (const entry of outbox.entries) {
    if (were.get(entry.key) !== entry) stores.entries.put(entryRecord(copyId, sessionId, entry))
  }
}

/** Appends a run of the log. Answers the copy as it is then, or undefined when the run does not join on to it. */
export function putRun(stores: Stores, copy: CopyRecord, run: LogRun): CopyRecord | undefined {
  const joins = copy.epoch === 0 ? run.fromSeq === 1 : copy.epoch === run.epoch && run.fromSeq <= copy.lastSeq + 1
  if (!joins || copy.runs >= MAX_UNFOLDED_RUNS) return undefined
  // Another tab was faster.
  if (run.toSeq <= copy.lastSeq) return copy
  const next = { ...copy, epoch: run.epoch, lastSeq: run.toSeq }
  if (run.updates.length === 0) return next
  const updates = run.updates.map(ownBytes)
  stores.runs.put({ copyId: copy.copyId, toSeq: run.toSeq, updates })
  const bytes = updates.reduce((sum, update) => sum + update.length, 0)
  return { ...next, runs: copy.runs + 1, runBytes: copy.runBytes + bytes }
}

/** Puts a whole document in the place of all content, unless the copy is ahead of it. Answers the copy as it is then. */
export async function putWhole(stores: Stores, copy: CopyRecord, whole: WholeDocument): Promise<CopyRecord> {
  const { epoch, lastSeq } = whole
  if (copy.epoch !== 0 && (copy.epoch !== epoch || copy.lastSeq > lastSeq)) return copy
  await deleteRowsOf(stores.runs, copy.copyId)
  const update = ownBytes(whole.update)
  stores.snapshots.put({ copyId: copy.copyId, update })
  return { ...copy, epoch, lastSeq, runs: 0, runBytes: 0, snapshotBytes: update.length }
}

/** Deletes a copy and everything kept with it. */
export async function deleteCopy(stores: Stores, copyId: string): Promise<void> {
  stores.copies.delete(copyId)
  stores.snapshots.delete(copyId)
  for (const name of ['runs', 'sessions', 'entries'] as const) await deleteRowsOf(stores[name], copyId)
}
