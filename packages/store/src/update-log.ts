/**
 * The update log apart from its hot path: everything here is one implementation over kysely for both databases, and
 * each database brings its own `append`.
 */
import { type DocumentId, type Epoch, type Seq, toClientSeq, type UserId } from '@dure/protocol'
import { type Kysely, sql } from 'kysely'
import { cursorKey } from './cursor-key.ts'
import { foldLog } from './log-folding.ts'
import { loadLog, readLogAfter } from './log-reading.ts'
import { storableText } from './schema/storable-text.ts'
import type { StoreTables } from './schema/tables.ts'
import type { LogPosition, Snapshot, UpdateLog } from './store.ts'
import type { Together } from './together.ts'

/** Values named in one statement; both databases take more, none of them likes 30,000. */
const MAX_NAMED_VALUES = 1_000

export function createUpdateLog(db: Kysely<StoreTables>, append: UpdateLog['append'], together: Together): UpdateLog {
  return {
    append,
    load: (id) => loadLog(db, id),
    readAfter: (id, after, limit) => readLogAfter(db, id, after, limit),

    async positions(ids): Promise<ReadonlyMap<DocumentId, LogPosition>> {
      const positions = new Map<DocumentId, LogPosition>()
      for (const some of inRuns(ids)) {
        const rows = await db.selectFrom('document').select(['id', 'epoch', 'head']).where('id', 'in', some).execute()
        for (const { id, epoch, head } of rows) positions.set(id, { epoch, head })
      }
      return positions
    },

    async durableClientSeq(id, sessionId, userId) {
      const cursor = await db
        .selectFrom('session_cursor')
        .select('client_seq')
        .where('document_id', '=', id)
        .where('session_id', '=', cursorKey(sessionId, userId))
        .executeTakeFirst()
      return cursor?.client_seq ?? toClientSeq(0)
    },

    async authors(id, yjsClientIds): Promise<ReadonlyMap<number, UserId>> {
      const authors = new Map<number, UserId>()
      for (const some of inRuns(yjsClientIds)) {
        const rows = await db
          .selectFrom('author')
          .select(['yjs_client_id', 'user_id'])
          .where('document_id', '=', id)
          .where('yjs_client_id', 'in', some)
          .execute()
        for (const { yjs_client_id, user_id } of rows) authors.set(yjs_client_id, user_id)
      }
      return authors
    },

    saveSnapshot: (id, epoch, snapshot) => saveSnapshot(db, id, epoch, snapshot),

    async dropSnapshot(id, seq) {
      await db.deleteFrom('snapshot').where('document_id', '=', id).where('seq', '=', seq).execute()
    },

    foldHistory: (id, throughSeq) => foldLog(db, together, id, throughSeq),

    async quarantine(id, seqs, reason) {
      const mark = { document_id: id, at: Date.now(), reason: storableText(reason) }
      for (const some of inRuns(seqs)) {
        await db
          .insertInto('quarantine')
          .values(some.map((seq) => ({ ...mark, seq })))
          .onConflict((conflict) => conflict.columns(['document_id', 'seq']).doNothing())
          .execute()
      }
    },
  }
}

/** One statement: it is kept only if the document is still of this epoch, has come this far, and has no newer one. */
async function saveSnapshot(
  db: Kysely<StoreTables>,
  id: DocumentId,
  epoch: Epoch,
  { seq, bytes }: Snapshot,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('snapshot')
    .columns(['document_id', 'seq', 'bytes'])
    .expression((expression) =>
      expression
        .selectFrom('document')
        .select(['id as document_id', typed<Seq>(seq).as('seq'), typed<Uint8Array>(bytes).as('bytes')])
        .where('id', '=', id)
        .where('epoch', '=', epoch)
        .where('head', '>=', seq),
    )
    .onConflict((conflict) =>
      conflict
        .column('document_id')
        .doUpdateSet((row) => ({ seq: row.ref('excluded.seq'), bytes: row.ref('excluded.bytes') }))
        .whereRef('snapshot.seq', '<', 'excluded.seq'),
    )
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** Postgres must be told what a bare parameter in a select list is; SQLite's cast leaves both kinds as they are. */
const typed = <T>(value: T) => (typeof value === 'number' ? sql<T>`cast(${value} as bigint)` : sql<T>`${value}`)

function* inRuns<T>(values: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < values.length; at += MAX_NAMED_VALUES) yield values.slice(at, at + MAX_NAMED_VALUES)
}
