/** The documents there are: created, listed, named. One implementation over kysely for both databases. */
import { newSessionId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import type { Kysely } from 'kysely'
import { storableText } from './schema/storable-text.ts'
import type { StoreTables } from './schema/tables.ts'
import type { DocumentCatalog, DocumentRow, ListedDocument } from './store.ts'

const ROW = ['id', 'title', 'created_at as createdAt', 'updated_at as updatedAt'] as const

export function createDocumentCatalog(db: Kysely<StoreTables>): DocumentCatalog {
  return {
    async create({
      id,
      createdBy,
      seed,
      workspaceId = null,
      ownerId = null,
      reach = 'restricted',
      reachRole = 'viewer',
    }): Promise<DocumentRow> {
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
            workspace_id: workspaceId,
            owner_id: ownerId,
            reach,
            reach_role: reachRole,
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

    async list(personId, { limit, after }): Promise<readonly ListedDocument[]> {
      let page = db
        .selectFrom('document')
        .leftJoin('document_grant', (join) =>
          join.onRef('document_grant.document_id', '=', 'document.id').on('document_grant.person_id', '=', personId),
        )
        .leftJoin('membership', (join) =>
          join.onRef('membership.workspace_id', '=', 'document.workspace_id').on('membership.person_id', '=', personId),
        )
        .select([
          'document.id as id',
          'title',
          'document.created_at as createdAt',
          'updated_at as updatedAt',
          'owner_id as ownerId',
          'reach',
          'reach_role as reachRole',
          'document_grant.role as granted',
          'membership.role as workspaceRole',
        ])
        .where('deleted_at', 'is', null)
        .where(({ eb, or, and }) =>
          or([
            eb('owner_id', '=', personId),
            eb('document_grant.role', 'is not', null),
            and([eb('reach', 'in', ['workspace', 'link']), eb('membership.role', 'in', ['owner', 'admin', 'member'])]),
          ]),
        )
        .orderBy('updated_at', 'desc')
        .orderBy('document.id')
        .limit(limit)
      if (after) {
        page = page
          // Implied by the next condition, but this one can start in the index.
          .where('updated_at', '<=', after.updatedAt)
          .where(({ eb, or, and }) =>
            or([
              eb('updated_at', '<', after.updatedAt),
              and([eb('updated_at', '=', after.updatedAt), eb('document.id', '>', after.id)]),
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
