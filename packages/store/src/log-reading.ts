/**
 * Reading the log back: each read is one consistent picture, across history that is folded and history that is not.
 */
import { type DocumentId, type Seq, toSeq } from '@dure/protocol'
import type { Kysely, Transaction } from 'kysely'
import { unpackSegment } from './history-segment.ts'
import type { StoreTables } from './schema/tables.ts'
import { type LoadedLog, LogDamaged, type LogRow } from './store.ts'

export const LOG_ROW = [
  'seq',
  'at',
  'user_id as userId',
  'session_id as sessionId',
  'client_seq as clientSeq',
  'bytes',
] as const

/** Rows `after < seq ≤ upTo` as they are stored. */
interface StoredRun {
  readonly after: Seq
  readonly upTo: Seq
  readonly segments: readonly { fromSeq: Seq; throughSeq: Seq; rawBytes: number; bytes: Uint8Array }[]
  readonly rows: readonly LogRow[]
  readonly quarantined: readonly Seq[]
}

export const readOnly = <T>(
  db: Kysely<StoreTables>,
  read: (transaction: Transaction<StoreTables>) => Promise<T>,
): Promise<T> => db.transaction().setAccessMode('read only').setIsolationLevel('repeatable read').execute(read)

export async function loadLog(db: Kysely<StoreTables>, id: DocumentId): Promise<LoadedLog | undefined> {
  const found = await readOnly(db, async (transaction) => {
    const [position, snapshot] = await Promise.all([
      transaction.selectFrom('document').select(['epoch', 'head']).where('id', '=', id).executeTakeFirst(),
      transaction.selectFrom('snapshot').select(['seq', 'bytes']).where('document_id', '=', id).executeTakeFirst(),
    ])
    if (!position) return undefined
    const run = await readStored(transaction, id, snapshot?.seq ?? toSeq(0), position.head)
    return { ...position, snapshot, run }
  })
  if (!found) return undefined
  const { run, ...picture } = found
  return { ...picture, tail: await unpackRun(id, run), quarantined: run.quarantined }
}

export async function readLogAfter(
  db: Kysely<StoreTables>,
  id: DocumentId,
  after: Seq,
  limit: number,
): Promise<readonly LogRow[]> {
  const run = await readOnly(db, async (transaction) => {
    const [position, quarantined] = await Promise.all([
      transaction.selectFrom('document').select('head').where('id', '=', id).executeTakeFirst(),
      transaction
        .selectFrom('quarantine')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('document_id', '=', id)
        .where('seq', '>', after)
        .executeTakeFirstOrThrow(),
    ])
    if (!position || position.head <= after) return undefined
    // Enough numbers for `limit` rows even when every quarantined one is among them.
    const upTo = toSeq(Math.min(position.head, after + limit + quarantined.count))
    return readStored(transaction, id, after, upTo)
  })
  return run ? (await unpackRun(id, run)).slice(0, limit) : []
}

async function readStored(
  transaction: Transaction<StoreTables>,
  id: DocumentId,
  after: Seq,
  upTo: Seq,
): Promise<StoredRun> {
  const [segments, rows, marks] = await Promise.all([
    transaction
      .selectFrom('segment')
      .select(['from_seq as fromSeq', 'through_seq as throughSeq', 'raw_bytes as rawBytes', 'bytes'])
      .where('document_id', '=', id)
      .where('through_seq', '>', after)
      .where('from_seq', '<=', upTo)
      .orderBy('from_seq')
      .execute(),
    transaction
      .selectFrom('log_row')
      .select(LOG_ROW)
      .where('document_id', '=', id)
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .execute(),
    transaction
      .selectFrom('quarantine')
      .select('seq')
      .where('document_id', '=', id)
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .execute(),
  ])
  return { after, upTo, segments, rows, quarantined: marks.map((mark) => mark.seq) }
}

async function unpackRun(id: DocumentId, run: StoredRun): Promise<readonly LogRow[]> {
  const rows: LogRow[] = []
  for (const segment of run.segments) {
    const unpacked = await unpackSegment(id, segment.fromSeq, segment.throughSeq, segment)
    for (const row of unpacked) if (row.seq > run.after && row.seq <= run.upTo) rows.push(row)
  }
  for (const row of run.rows) rows.push(row)
  const missing = rows.findIndex((row, index) => row.seq !== run.after + 1 + index)
  if (missing !== -1 || rows.length !== run.upTo - run.after) {
    const seq = run.after + 1 + (missing === -1 ? rows.length : missing)
    throw new LogDamaged(`Document ${id}: row ${seq} of its history is not stored`)
  }
  if (run.quarantined.length === 0) return rows
  const quarantined = new Set(run.quarantined)
  return rows.filter((row) => !quarantined.has(row.seq))
}
