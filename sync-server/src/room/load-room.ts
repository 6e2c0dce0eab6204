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

/**
 * The rows after the base, a page at a time. All but the last are folded into the base on the way, and that too when it
 * is long: by a worker, since reading eight megabytes would stop everybody for a tenth of a second.
 */
async function readRest(
  documentId: DocumentId,
  first: LogPage,
  start: Base,
  deps: LoadDeps,
): Promise<RoomStart | undefined> {
  let base = start
  let page = first
  for (;;) {
    const { epoch, head, through } = page
    const isLast = through >= head
    if (isLast && !isLong(page.rows)) return startFrom(documentId, base, page, deps)
    const folded = await foldPage(documentId, base, page, deps).catch((error: unknown) => {
      // The last page can be served as it is.
      if (!isLast) throw error
    })
    if (isLast)
      return folded
        ? startFrom(documentId, folded, { ...page, rows: [] }, deps)
        : startFrom(documentId, base, page, deps)
    if (folded) base = folded
    const next = await deps.log.readAfter(documentId, through, LOAD_ROWS)
    if (!next) return undefined
    // The log was replaced between two reads: what was read is of no use.
    if (next.epoch !== epoch) return loadRoom(documentId, deps.log, deps.workers, deps.logger)
    page = next
  }
}

function isLong(rows: readonly LogRow[]): boolean {
  const bytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
  return rows.length > FOLD_TAIL_ROWS * LONG_TAIL_FOLDS || bytes > FOLD_TAIL_BYTES * LONG_TAIL_FOLDS
}

async function startFrom(documentId: DocumentId, base: Base, page: LogPage, deps: LoadDeps): Promise<RoomStart> {
  const known = new KnownState(base.clocks)
  const { rows, damaged } = readRows(page.rows, known)
  await setAside(documentId, damaged, 'does not decode', deps)
  const { epoch, head } = page
  return { documentId, epoch, head, known, window: new LogWindow(base.seq, base.state, rows) }
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

async function foldPage(documentId: DocumentId, base: Base, page: LogPage, deps: LoadDeps): Promise<Base> {
  const { rows, through } = page
  const ask = { base: base.state, rows: rows.map((row) => row.bytes), withSnapshot: true, mend: false }
  const folded = await deps.workers.fold(ask)
  if (!folded.snapshot) throw new TypeError('a fold that was asked for a snapshot made none')
  const rejected = folded.rejected.flatMap((index) => rows[index] ?? [])
  const { damaged, rows: others } = readRows(rejected, new KnownState())
  await setAside(documentId, damaged, 'does not decode', deps)
  await setAside(
    documentId,
    others.map((row) => row.seq),
    'does not integrate',
    deps,
  )
  await keepSnapshot(documentId, page, through, folded.snapshot.bytes, deps)
  return { seq: through, state: folded.snapshot.state, clocks: folded.snapshot.clocks }
}

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
