/** The documents there are: created, listed, named. One implementation over kysely for both databases. */
import { newSessionId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import type { Kysely } from 'kysely'
import { storableText } from './schema/storable-text.ts'
import type { StoreTables } from './schema/tables.ts'
import type { DocumentCatalog, DocumentRow } from './store.ts'

const ROW = ['id', 'title', 'created_at as createdAt', 'updated_at as updatedAt'] as const

export function createDocumentCatalog(db: Kysely<StoreTables>): DocumentCatalog {
  return {
    async create({ id, createdBy, seed }): Promise<DocumentRow> {
      const now = Date.now()
      const head = toSeq(seed ? 1 : 0)
      await db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('document')
          .values({
            id,
            epoch: toEpoch(1),
            head,
            title: '',
            title_seq: toSeq(0),
            created_by: createdBy,
            created_at: now,
            updated_at: now,
          })
          .execute()
        if (!seed) return
        // A session of its own that nobody else will ever use: the seed can have no retry.
        await transaction
          .insertInto('log_row')
          .values({
            document_id: id,
            seq: head,
            at: now,
            user_id: createdBy,
            session_id: newSessionId(),
            client_seq: toClientSeq(1),
            bytes: seed,
          })
          .execute()
      })
      return { id, title: '', createdAt: now, updatedAt: now }
    },

    get: (id) => db.selectFrom('document').select(ROW).where('id', '=', id).executeTakeFirst(),

    async list({ limit, after }): Promise<readonly DocumentRow[]> {
      let page = db.selectFrom('document').select(ROW).orderBy('updated_at', 'desc').orderBy('id').limit(limit)
      if (after) {
        page = page
          // Implied by the next condition, but this one can start in the index.
          .where('updated_at', '<=', after.updatedAt)
          .where(({ eb, or, and }) =>
            or([
              eb('updated_at', '<', after.updatedAt),
              and([eb('updated_at', '=', after.updatedAt), eb('id', '>', after.id)]),
            ]),
          )
      }
      return page.execute()
    },

    async setTitle(id, title, seq): Promise<void> {
      await db
        .updateTable('document')
        .set({ title: storableText(title), title_seq: seq })
        .where('id', '=', id)
        .where('title_seq', '<=', seq)
        .execute()
    },
  }
}
