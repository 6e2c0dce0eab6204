/**
 * Reads a document's log into what a room starts from. A snapshot that cannot be read is dropped and the history
 * replayed; rows that cannot be read are quarantined; the document is served with all the rest.
 */
import { KnownState, scanUpdate } from '@dure/document/update'
import { type DocumentId, type Seq, toSeq } from '@dure/protocol'
import type { LoadedLog, LogPage, LogPosition, LogRow, UpdateLog } from '@dure/store'
import { FOLD_TAIL_BYTES, FOLD_TAIL_ROWS, LOAD_ROWS } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { Clocks } from '../projection/document-jobs.ts'
import { type DocumentWork, DocumentWorkBusy } from '../projection/document-work.ts'
import { LogWindow, type WindowRow } from './log-window.ts'
import type { RoomStart } from './room.ts'

/** A Yjs V1 update that says nothing: no clients, no deletions. */
const NOTHING = new Uint8Array([0, 0])

/** Tails longer than this many folds are folded before they are served. */
const LONG_TAIL_FOLDS = 2

/**
 * Undefined for a document that does not exist.
 * @throws StoreUnavailable when the store cannot be read, DocumentWorkBusy when there is no thread to read it with.
 */
export async function loadRoom(
  documentId: DocumentId,
  log: UpdateLog,
  workers: DocumentWork,
  logger: Logger,
): Promise<RoomStart | undefined> {
  const loaded = await log.load(documentId)
  if (!loaded) return undefined
  const base = await readBase(loaded, workers).catch((error: unknown) => {
    // Of a snapshot that was not looked at nothing is known: it is kept, and the document opened a moment later.
    if (error instanceof DocumentWorkBusy) throw error
    logger.error({ document: documentId, err: error }, 'snapshot cannot be read; replaying the history')
  })
  if (!base) {
    if (loaded.snapshot) await log.dropSnapshot(documentId, loaded.snapshot.seq)
    return loadRoom(documentId, log, workers, logger)
  }
  return readRest(documentId, loaded, base, { log, workers, logger })
}

interface Base {
  readonly seq: Seq
  readonly state: Uint8Array
  readonly clocks: Clocks
}

async function readBase(loaded: LoadedLog, workers: DocumentWork): Promise<Base> {
  if (!loaded.snapshot) return { seq: toSeq(0), state: NOTHING, clocks: new Map() }
  const { state, clocks } = await workers.decode(loaded.snapshot.bytes)
  return { seq: loaded.snapshot.seq, state, clocks }
}

interface LoadDeps {
  readonly log: UpdateLog
  readonly workers: DocumentWork
  readonly logger: Logger
}

/** The rows after the base, a page at a time: all but the last are folded into the base on the way. */
async function readRest(
  documentId: DocumentId,
  first: LogPage,
  start: Base,
  deps: LoadDeps,
): Promise<RoomStart | undefined> {
  let base = start
  let page = first
  for (;;) {
    const known = new KnownState(base.clocks)
    const { rows, damaged } = readRows(page.rows, known)
    await setAside(documentId, damaged, 'does not decode', deps)
    const { epoch, head, through } = page
    if (through >= head) return foldLongTail({ documentId, epoch, head, known }, base, rows, deps)
    base = await foldPage(documentId, base, rows, page, deps)
    const next = await deps.log.readAfter(documentId, through, LOAD_ROWS)
    if (!next) return undefined
    // The log was replaced between two reads: what was read is of no use.
    if (next.epoch !== epoch) return loadRoom(documentId, deps.log, deps.workers, deps.logger)
    page = next
  }
}

function readRows(stored: readonly LogRow[], known: KnownState): { rows: WindowRow[]; damaged: Seq[] } {
  const rows: WindowRow[] = []
  const damaged: Seq[] = []
  for (const { seq, bytes } of stored) {
    try {
      known.take(scanUpdate(bytes))
      rows.push({ seq, bytes })
    } catch {
      damaged.push(seq)
    }
  }
  return { rows, damaged }
}

async function setAside(
  documentId: DocumentId,
  seqs: readonly Seq[],
  reason: string,
  { log, logger }: LoadDeps,
): Promise<void> {
  if (seqs.length === 0) return
  logger.error({ document: documentId, seqs, reason }, 'rows of the log are corrupt and set aside')
  await log.quarantine(documentId, seqs, reason)
}

async function foldPage(
  documentId: DocumentId,
  base: Base,
  rows: readonly WindowRow[],
  page: LogPage,
  deps: LoadDeps,
): Promise<Base> {
  const folded = await deps.workers.fold(foldOf(base, rows))
  if (!folded.snapshot) throw new TypeError('a fold that was asked for a snapshot made none')
  const rejected = folded.rejected.flatMap((index) => rows[index]?.seq ?? [])
  await setAside(documentId, rejected, 'does not integrate', deps)
  await keepSnapshot(documentId, page, page.through, folded.snapshot.bytes, deps)
  return { seq: page.through, state: folded.snapshot.state, clocks: folded.snapshot.clocks }
}

const foldOf = (base: Base, rows: readonly WindowRow[]): Parameters<DocumentWork['fold']>[0] => ({
  base: base.state,
  rows: rows.map((row) => row.bytes),
  withSnapshot: true,
  mend: false,
})

/** So that the next load begins here. One that cannot be kept costs that load its time and nothing else. */
async function keepSnapshot(
  documentId: DocumentId,
  { epoch }: LogPosition,
  seq: Seq,
  bytes: Uint8Array,
  { log, logger }: LoadDeps,
): Promise<void> {
  await log.saveSnapshot(documentId, epoch, { seq, bytes }).catch((error: unknown) => {
    logger.warn({ document: documentId, err: error }, 'cannot save a snapshot')
  })
}

async function foldLongTail(
  start: Omit<RoomStart, 'window'>,
  base: Base,
  rows: readonly WindowRow[],
  deps: LoadDeps,
): Promise<RoomStart> {
  const bytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
  const isLong = rows.length > FOLD_TAIL_ROWS * LONG_TAIL_FOLDS || bytes > FOLD_TAIL_BYTES * LONG_TAIL_FOLDS
  const last = rows.at(-1)
  if (isLong && last) {
    const folded = await deps.workers.fold(foldOf(base, rows)).catch(() => undefined)
    if (folded?.snapshot && folded.rejected.length === 0) {
      await keepSnapshot(start.documentId, start, last.seq, folded.snapshot.bytes, deps)
      return { ...start, window: new LogWindow(last.seq, folded.snapshot.state, []) }
    }
  }
  return { ...start, window: new LogWindow(base.seq, base.state, rows) }
}
