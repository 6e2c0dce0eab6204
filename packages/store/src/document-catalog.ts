/** The documents there are: created, listed, named. One implementation over kysely for both databases. */
import { type DocumentId, newSessionId, toClientSeq, toEpoch, toSeq, type UserId } from '@dure/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import { MAX_PAGE_DEPTH } from './page-chain.ts'
import { MAX_PLACE_LENGTH, placeAt } from './page-place.ts'
import { placeBehindAll } from './page-siblings.ts'
import { roomUnder } from './page-tree.ts'
import { storableText } from './schema/storable-text.ts'
import type { StoreTables } from './schema/tables.ts'
import { type DocumentCatalog, type DocumentRow, type ListedDocument, PageRefused } from './store.ts'

const ROW = ['id', 'title', 'icon', 'created_at as createdAt', 'updated_at as updatedAt'] as const

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
      parentId = null,
      title = '',
      copyOf,
    }): Promise<DocumentRow> {
      const now = Date.now()
      const head = toSeq(seed ? 1 : 0)
      await db.transaction().execute(async (transaction) => {
        let workspace = workspaceId
        if (parentId !== null) {
          const room = await roomUnder(transaction, parentId)
          if (room.kind !== 'room') throw new PageRefused(room.kind)
          workspace = room.workspaceId
        }
        const place = await placeBehindAll(transaction, { id, workspaceId: workspace }, parentId, now)
        await transaction
          .insertInto('document')
          .values({
            id,
            epoch: toEpoch(1),
            head,
            title: storableText(title),
            title_seq: toSeq(0),
            created_by: createdBy,
            created_at: now,
            updated_at: now,
            workspace_id: workspace,
            owner_id: ownerId,
            parent_id: parentId,
            // Only after a clock was set back for long do places grow: then order matters less than length.
            place: place.length <= MAX_PLACE_LENGTH ? place : placeAt(now),
            reach,
            reach_role: reachRole,
          })
          .execute()
        if (copyOf !== undefined) await takeAlong(transaction, copyOf, id)
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
      return { id, title: storableText(title), icon: null, createdAt: now, updatedAt: now }
    },

    get: (id) => db.selectFrom('document').select(ROW).where('id', '=', id).executeTakeFirst(),

    async list(personId, { limit, after, titled }): Promise<readonly ListedDocument[]> {
      let page = db
        .selectFrom('document')
        .leftJoin('document_grant', (join) =>
          join.onRef('document_grant.document_id', '=', 'document.id').on('document_grant.person_id', '=', personId),
        )
        .leftJoin('membership', (join) =>
          join.onRef('membership.workspace_id', '=', 'document.workspace_id').on('membership.person_id', '=', personId),
        )
        .select(['document.id as id', 'title', 'icon', 'document.created_at as createdAt', 'updated_at as updatedAt'])
        .where('deleted_at', 'is', null)
        .where(({ eb, or, and }) =>
          or([
            and([
              eb('parent_id', 'is', null),
              or([
                eb('owner_id', '=', personId),
                eb('document_grant.role', 'is not', null),
                and([
                  eb('reach', 'in', ['workspace', 'link']),
                  eb('membership.role', 'in', ['owner', 'admin', 'member']),
                ]),
              ]),
            ]),
            and([eb('parent_id', 'is not', null), reachedFromAbove(personId)]),
          ]),
        )
        .orderBy('updated_at', 'desc')
        .orderBy('document.id')
        .limit(limit)
      if (titled !== undefined) page = page.where(titleContains(titled))
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

    async setTitle(id, title, seq, icon = null): Promise<void> {
      await db
        .updateTable('document')
        .set({ title: storableText(title), icon, title_seq: seq })
        .where('id', '=', id)
        .where('title_seq', '<=', seq)
        .execute()
    },
  }
}

/** What a copy has besides its content: authors, and files that are there, whose bytes both share. */
async function takeAlong(transaction: Transaction<StoreTables>, from: DocumentId, to: DocumentId): Promise<void> {
  const copy = sql<DocumentId>`cast(${to} as text)`.as('document_id')
  await transaction
    .insertInto('author')
    .columns(['document_id', 'yjs_client_id', 'user_id'])
    .expression((query) =>
      query.selectFrom('author').select([copy, 'yjs_client_id', 'user_id']).where('document_id', '=', from),
    )
    .execute()
  await transaction
    .insertInto('attachment')
    .columns(['document_id', ...OF_A_FILE])
    .expression((query) =>
      query
        .selectFrom('attachment')
        .select([copy, ...OF_A_FILE])
        .where('document_id', '=', from)
        .where('completed_at', 'is not', null),
    )
    .execute()
}

const OF_A_FILE = [
  'id',
  'blob',
  'upload_key_hash',
  'name',
  'kind',
  'size',
  'created_by',
  'created_at',
  'changed_at',
  'completed_at',
  'type',
  'digest',
] as const

/**
 * Whether a page under others is for a person, from it up to the first page that says so: what the lookup of rights
 * finds, as a condition. A page in the bin takes what is under it along.
 */
const reachedFromAbove = (personId: UserId) => sql<boolean>`(
  with recursive up(id, parent_id, owner_id, reach, deleted, inherits, depth) as (
    select own.id, own.parent_id, own.owner_id, own.reach, case when own.deleted_at is null then 0 else 1 end, 1, 0
    from document as own where own.id = document.id
    union all
    select page.id, page.parent_id, page.owner_id, page.reach, case when page.deleted_at is null then 0 else 1 end,
      case when up.inherits = 1 and up.reach = 'inherit' then 1 else 0 end, up.depth + 1
    from up inner join document as page on page.id = up.parent_id
    where up.depth < ${sql.lit(MAX_PAGE_DEPTH)}
  )
  select case when max(up.deleted) = 0 and max(case
    when up.owner_id = ${personId} or given.role is not null then 1
    when up.inherits = 1 and up.reach in ('workspace', 'link') and membership.role in ('owner', 'admin', 'member') then 1
    else 0 end) = 1 then 1 else 0 end
  from up left join document_grant as given on given.document_id = up.id and given.person_id = ${personId}
) = 1`

/** In Latin letters whatever their case; other letters as they are. */
const titleContains = (text: string) =>
  sql<boolean>`lower(title) like ${`%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`
