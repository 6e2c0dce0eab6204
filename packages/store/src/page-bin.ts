/**
 * The bin: pages go there with all that is under them, come back whole, or are taken away for good. Whether somebody may
 * is asked before. Each change locks the tree first (`tree-lock.ts`).
 */
import type { DocumentId, Reach, UserId } from '@dure/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import { isInBin, MAX_PAGE_DEPTH, pagesUpFrom, settledAccess } from './page-chain.ts'
import { placeAt } from './page-place.ts'
import type { StoreTables } from './schema/tables.ts'
import { lockTree } from './tree-lock.ts'

/** Pages that one removal may take at once. What is left stays in the bin, and is taken by the next. */
const MAX_PAGES_REMOVED = 10_000
/** A removal that was not finished within this, because its server died, is taken over. */
const REMOVAL_RETRY_MS = 10 * 60_000
/** Values named in one statement. */
const MAX_NAMED_VALUES = 1_000

/** Into the bin, with all that is under it. False when it is there already, or nowhere. */
export async function binPage(transaction: Transaction<StoreTables>, id: DocumentId, by: UserId): Promise<boolean> {
  await lockTree(transaction)
  const row = await transaction
    .updateTable('document')
    .set({ deleted_at: Date.now(), deleted_by: by })
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Out of the bin: to its place, or to the top when a page above it is in the bin (or gone). False when it is not there,
 * or being taken away for good.
 */
export async function restorePage(transaction: Transaction<StoreTables>, id: DocumentId): Promise<boolean> {
  await lockTree(transaction)
  const chain = await pagesUpFrom(transaction, id)
  if (!isInBin(chain)) return false
  const [page, ...above] = chain
  const lost = (page?.parentId ?? null) !== null && above.length === 0
  const toTop = lost || isInBin(above)
  const row = await transaction
    .updateTable('document')
    .set({
      deleted_at: null,
      deleted_by: null,
      ...(toTop ? { parent_id: null, place: placeAt(Date.now()), ...settledAccess(chain) } : {}),
    })
    .where('id', '=', id)
    .where('removing_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Marks a page in the bin, and what is under it of the same owner, to be taken away for good, which nothing undoes.
 * What is under it and belongs to others becomes a page of its own in its owner's bin. Answers what to remove, the
 * deepest first; nothing when it is not in the bin (since `before`), or another process is at it.
 */
export async function claimForRemoval(
  transaction: Transaction<StoreTables>,
  id: DocumentId,
  before = Number.MAX_SAFE_INTEGER,
): Promise<readonly DocumentId[]> {
  await lockTree(transaction)
  const now = Date.now()
  const claimed = await transaction
    .updateTable('document')
    .set({ removing_at: now })
    .where('id', '=', id)
    .where('deleted_at', '<', before)
    .where(({ eb, or }) => or([eb('removing_at', 'is', null), eb('removing_at', '<', now - REMOVAL_RETRY_MS)]))
    .returning('id')
    .executeTakeFirst()
  if (!claimed) return []
  const going = await transaction
    .withRecursive('going(id, owner, depth)', (query) =>
      query
        .selectFrom('document')
        .select(['document.id as id', 'document.owner_id as owner', sql<number>`0`.as('depth')])
        .where('document.id', '=', id)
        .unionAll(
          query
            .selectFrom('going')
            .innerJoin('document as page', 'page.parent_id', 'going.id')
            .whereRef('page.owner_id', '=', 'going.owner')
            .where('going.depth', '<', MAX_PAGE_DEPTH + 1)
            .select(['page.id as id', 'page.owner_id as owner', sql<number>`going.depth + 1`.as('depth')]),
        ),
    )
    .selectFrom('going')
    .select(['id', 'depth'])
    .orderBy('depth', 'desc')
    .orderBy('id')
    .execute()
  // From the leaves up, so that a part of it is never more than a smaller tree.
  const ids = going.slice(0, MAX_PAGES_REMOVED).map((row) => row.id)
  await setFree(transaction, new Set(ids), now)
  return ids
}

/** What is under pages that go, and does not go along. */
async function setFree(transaction: Transaction<StoreTables>, going: ReadonlySet<DocumentId>, now: number) {
  const ids = [...going]
  const under: DocumentId[] = []
  for (let at = 0; at < ids.length; at += MAX_NAMED_VALUES) {
    const rows = await transaction
      .selectFrom('document')
      .select('id')
      .where('parent_id', 'in', ids.slice(at, at + MAX_NAMED_VALUES))
      .execute()
    under.push(...rows.map((row) => row.id).filter((each) => !going.has(each)))
  }
  for (const id of under.sort()) {
    await transaction
      .updateTable('document')
      .set((row) => ({
        parent_id: null,
        deleted_at: row.fn.coalesce('deleted_at', sql<number>`cast(${now} as bigint)`),
        reach: sql<Reach>`case when reach = 'inherit' then 'restricted' else reach end`,
      }))
      .where('id', '=', id)
      .execute()
  }
}

/** Pages in the bin since before then, the longest first. */
export async function binnedBefore(
  db: Kysely<StoreTables>,
  before: number,
  limit: number,
): Promise<readonly DocumentId[]> {
  const rows = await db
    .selectFrom('document')
    .select('id')
    .where('deleted_at', '<', before)
    .orderBy('deleted_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
