/**
 * Folding: rows that a snapshot contains are packed into compressed segments, one segment a transaction, so that a
 * crash at any moment leaves each row stored exactly once and the next call goes on from there.
 */
import { type DocumentId, type Seq, toSeq } from '@dure/protocol'
import { type Kysely, sql } from 'kysely'
import { MAX_SEGMENT_ROWS, MAX_SEGMENT_UPDATE_BYTES, packSegment } from './history-segment.ts'
import { LOG_ROW, readOnly } from './log-reading.ts'
import type { StoreTables } from './schema/tables.ts'
import type { LogRow } from './store.ts'
import type { Together } from './together.ts'

/** Answers how many rows this call packed. */
export async function foldLog(
  db: Kysely<StoreTables>,
  together: Together,
  id: DocumentId,
  throughSeq: Seq,
): Promise<number> {
  let packed = 0
  for (;;) {
    const rows = await readNextRun(db, id, throughSeq)
    if (rows.length === 0 || !(await replaceBySegment(db, together, id, rows))) return packed
    packed += rows.length
  }
}

/** The oldest unfolded rows that fit into one segment. */
const readNextRun = (db: Kysely<StoreTables>, id: DocumentId, throughSeq: Seq): Promise<readonly LogRow[]> =>
  readOnly(db, async (transaction) => {
    // Sizes first: 2,000 rows of the largest kind would be 16 GB.
    const sizes = await transaction
      .selectFrom('log_row')
      .innerJoin('snapshot', 'snapshot.document_id', 'log_row.document_id')
      .select(['log_row.seq', sql<number>`octet_length(log_row.bytes)`.as('size')])
      .where('log_row.document_id', '=', id)
      .where('log_row.seq', '<=', throughSeq)
      .whereRef('log_row.seq', '<=', 'snapshot.seq')
      .orderBy('log_row.seq')
      .limit(MAX_SEGMENT_ROWS)
      .execute()
    const last = lastThatFits(sizes)
    if (last === undefined) return []
    return transaction
      .selectFrom('log_row')
      .select(LOG_ROW)
      .where('document_id', '=', id)
      .where('seq', '<=', last)
      .orderBy('seq')
      .execute()
  })

function lastThatFits(sizes: readonly { seq: Seq; size: number }[]): Seq | undefined {
  let total = 0
  let last: Seq | undefined
  for (const { seq, size } of sizes) {
    total += size
    if (last !== undefined && total > MAX_SEGMENT_UPDATE_BYTES) break
    last = seq
  }
  return last
}

/** False when another process has folded these rows meanwhile; nothing was changed then. */
async function replaceBySegment(
  db: Kysely<StoreTables>,
  together: Together,
  id: DocumentId,
  rows: readonly LogRow[],
): Promise<boolean> {
  const fromSeq = rows[0]?.seq ?? toSeq(0)
  const throughSeq = rows.at(-1)?.seq ?? toSeq(0)
  const segment = await packSegment(rows)
  const forgetRows = db
    .deleteFrom('log_row')
    .where('document_id', '=', id)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', throughSeq)
  const addSegment = db.insertInto('segment').values({
    document_id: id,
    from_seq: fromSeq,
    through_seq: throughSeq,
    raw_bytes: segment.rawBytes,
    bytes: segment.bytes,
  })
  return together([
    { query: forgetRows.compile(), changes: rows.length },
    { query: addSegment.compile(), changes: 1 },
  ])
}
