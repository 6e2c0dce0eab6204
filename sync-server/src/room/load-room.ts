/**
 * Reads a document's log into what a room starts from. A snapshot that cannot be read is dropped and the history
 * replayed; rows that cannot be read are quarantined; the document is served with all the rest.
 */
import { KnownState, scanUpdate } from '@dure/document/update'
import { type DocumentId, type Seq, toSeq } from '@dure/protocol'
import type { LoadedLog, UpdateLog } from '@dure/store'
import { FOLD_TAIL_BYTES, FOLD_TAIL_ROWS } from '../limits.ts'
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
  const known = new KnownState(base.clocks)
  const { rows, damaged } = readTail(loaded, known)
  if (damaged.length > 0) {
    logger.error({ document: documentId, seqs: damaged }, 'rows of the log are corrupt and set aside')
    await log.quarantine(documentId, damaged, 'does not decode')
  }
  return foldLongTail({ documentId, epoch: loaded.epoch, head: loaded.head, known }, base, rows, workers)
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

function readTail(loaded: LoadedLog, known: KnownState): { rows: WindowRow[]; damaged: Seq[] } {
  const rows: WindowRow[] = []
  const damaged: Seq[] = []
  for (const { seq, bytes } of loaded.tail) {
    try {
      known.take(scanUpdate(bytes))
      rows.push({ seq, bytes })
    } catch {
      damaged.push(seq)
    }
  }
  return { rows, damaged }
}

async function foldLongTail(
  start: Omit<RoomStart, 'window' | 'baseClocks'>,
  base: Base,
  rows: readonly WindowRow[],
  workers: DocumentWork,
): Promise<RoomStart> {
  const bytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
  const isLong = rows.length > FOLD_TAIL_ROWS * LONG_TAIL_FOLDS || bytes > FOLD_TAIL_BYTES * LONG_TAIL_FOLDS
  const last = rows.at(-1)
  if (isLong && last) {
    const ask = { base: base.state, rows: rows.map((row) => row.bytes), withSnapshot: true, mend: false }
    const folded = await workers.fold(ask).catch(() => undefined)
    if (folded?.snapshot && folded.rejected.length === 0) {
      const { state, clocks } = folded.snapshot
      return { ...start, window: new LogWindow(last.seq, state, []), baseClocks: clocks }
    }
  }
  return { ...start, window: new LogWindow(base.seq, base.state, rows), baseClocks: base.clocks }
}
