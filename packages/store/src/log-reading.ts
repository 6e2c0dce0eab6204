/**
 * Reading the log back: each read is one consistent picture, across history that is folded and history that is not.
 */
import { type DocumentId, type Seq, toSeq } from '@dure/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import { unpackSegment } from './history-segment.ts'
import { MAX_LOAD_ROWS, MAX_READ_BYTES } from './read-limits.ts'
import type { StoreTables } from './schema/tables.ts'
import { type LoadedLog, LogDamaged, type LogPage, type LogRow } from './store.ts'

export const LOG_ROW = [
  'seq',
  'at',
  'user_id as userId',
  'session_id as sessionId',
  'client_seq as clientSeq',
  'bytes',
] as const

/** Rows `after < seq ≤ through` as they are stored. */
interface StoredRun {
  readonly after: Seq
  readonly through: Seq
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
    const after = snapshot?.seq ?? toSeq(0)
    const upTo = toSeq(Math.min(position.head, after + MAX_LOAD_ROWS))
    return { ...position, snapshot, run: await readStored(transaction, id, after, upTo) }
  })
  if (!found) return undefined
  const { run, ...picture } = found
  return { ...picture, rows: await unpackRun(id, run), through: run.through, quarantined: run.quarantined }
}

export async function readLogAfter(
  db: Kysely<StoreTables>,
  id: DocumentId,
  after: Seq,
  limit: number,
): Promise<LogPage | undefined> {
  const found = await readOnly(db, async (transaction) => {
    const [position, quarantined] = await Promise.all([
      transaction.selectFrom('document').select(['epoch', 'head']).where('id', '=', id).executeTakeFirst(),
      transaction
        .selectFrom('quarantine')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('document_id', '=', id)
        .where('seq', '>', after)
        .executeTakeFirstOrThrow(),
    ])
    if (!position) return undefined
    // Enough numbers for `limit` rows even when every quarantined one is among them.
    const upTo = toSeq(Math.min(position.head, after + limit + quarantined.count))
    return { position, run: upTo > after ? await readStored(transaction, id, after, upTo) : undefined }
  })
  if (!found) return undefined
  const { position, run } = found
  if (!run) return { ...position, rows: [], through: toSeq(Math.min(after, position.head)) }
  const rows = await unpackRun(id, run)
  if (rows.length <= limit) return { ...position, rows, through: run.through }
  const some = rows.slice(0, limit)
  return { ...position, rows: some, through: some.at(-1)?.seq ?? after }
}

/** Rows from `after` up to `upTo`, or to where `MAX_READ_BYTES` ends. */
async function readStored(
  transaction: Transaction<StoreTables>,
  id: DocumentId,
  after: Seq,
  upTo: Seq,
): Promise<StoredRun> {
  const through = await endOfRead(transaction, id, after, upTo)
  const [segments, rows, marks] = await Promise.all([
    transaction
      .selectFrom('segment')
      .select(['from_seq as fromSeq', 'through_seq as throughSeq', 'raw_bytes as rawBytes', 'bytes'])
      .where('document_id', '=', id)
      .where('through_seq', '>', after)
      .where('from_seq', '<=', through)
      .orderBy('from_seq')
      .execute(),
    transaction
      .selectFrom('log_row')
      .select(LOG_ROW)
      .where('document_id', '=', id)
      .where('seq', '>', after)
      .where('seq', '<=', through)
      .orderBy('seq')
      .execute(),
    transaction
      .selectFrom('quarantine')
      .select('seq')
      .where('document_id', '=', id)
      .where('seq', '>', after)
      .where('seq', '<=', through)
      .orderBy('seq')
      .execute(),
  ])
  return { after, through, segments, rows, quarantined: marks.map((mark) => mark.seq) }
}

/** The sizes first, without the bytes: what does not fit is left to the next read. */
async function endOfRead(transaction: Transaction<StoreTables>, id: DocumentId, after: Seq, upTo: Seq): Promise<Seq> {
  const [segments, rows] = await Promise.all([
    transaction
      .selectFrom('segment')
      .select(['from_seq as from', 'raw_bytes as size'])
      .where('document_id', '=', id)
      .where('through_seq', '>', after)
      .where('from_seq', '<=', upTo)
      .orderBy('from_seq')
      .execute(),
    transaction
      .selectFrom('log_row')
      .select(['seq as from', sql<number>`octet_length(bytes)`.as('size')])
      .where('document_id', '=', id)
      .where('seq', '>', after)
      .where('seq', '<=', upTo)
      .orderBy('seq')
      .execute(),
  ])
  let bytes = 0
  for (const { from, size } of [...segments, ...rows]) {
    if (bytes > 0 && bytes + size > MAX_READ_BYTES) return toSeq(from - 1)
    bytes += size
  }
  return upTo
}

async function unpackRun(id: DocumentId, run: StoredRun): Promise<readonly LogRow[]> {
  const rows: LogRow[] = []
  for (const segment of run.segments) {
    const unpacked = await unpackSegment(id, segment.fromSeq, segment.throughSeq, segment)
    for (const row of unpacked) if (row.seq > run.after && row.seq <= run.through) rows.push(row)
  }
  for (const row of run.rows) rows.push(row)
  const missing = rows.findIndex((row, index) => row.seq !== run.after + 1 + index)
  if (missing !== -1 || rows.length !== run.through - run.after) {
    const seq = run.after + 1 + (missing === -1 ? rows.length : missing)
    throw new LogDamaged(`Document ${id}: row ${seq} of its history is not stored`)
  }
  if (run.quarantined.length === 0) return rows
  const quarantined = new Set(run.quarantined)
  return rows.filter((row) => !quarantined.has(row.seq))
}
