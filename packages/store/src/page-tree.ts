/**
 * The tree of pages: which page is under which, and where among its siblings. Whether somebody may is asked before; what
 * is promised here holds whatever is asked at the same moment: no page is ever under itself, none is lost, and none lies
 * deeper than `MAX_PAGE_DEPTH`.
 *
 * Each change locks the one row of `rights_clock` first, which changes of rights take too: so changes of the tree happen
 * one after the other on both databases, and each sees all that came before it. Appends never take that row.
 */
import type { DocumentId, Reach, Role, UserId, WorkspaceId } from '@dure/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import { MAX_PLACE_LENGTH, placeAfter, placeAt, placeBetween, placeInRow } from './page-place.ts'
import type { StoreTables } from './schema/tables.ts'

/** Pages above a document, at most: what a rights lookup and a path are bounded by. */
export const MAX_PAGE_DEPTH = 32
/** Pages that one removal may take at once. What is left stays in the bin, and is taken by the next. */
export const MAX_PAGES_REMOVED = 10_000
/** A removal that was not finished within this, because its server died, is taken over. */
const REMOVAL_RETRY_MS = 10 * 60_000

export type MoveOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'unknown' }
  /** It would be under itself. */
  | { readonly kind: 'circle' }
  | { readonly kind: 'too-deep' }

/** Where a page goes: under `parentId` (null: the top), directly behind `after` (null: first; left out: last). */
export interface PageDestination {
  readonly parentId: DocumentId | null
  readonly after?: DocumentId | null | undefined
}

/** A page and those above it, it first. */
export async function pagesUpFrom(db: Kysely<StoreTables>, id: DocumentId): Promise<readonly PageAbove[]> {
  return db
    .withRecursive('chain(id, depth)', (query) =>
      query
        .selectFrom('document')
        .select(['document.id as id', sql<number>`0`.as('depth')])
        .where('document.id', '=', id)
        .unionAll(
          query
            .selectFrom('chain')
            .innerJoin('document as child', 'child.id', 'chain.id')
            .innerJoin('document as page', 'page.id', 'child.parent_id')
            .where('chain.depth', '<', MAX_PAGE_DEPTH)
            .select(['page.id as id', sql<number>`chain.depth + 1`.as('depth')]),
        ),
    )
    .selectFrom('chain')
    .innerJoin('document', 'document.id', 'chain.id')
    .select([
      'document.id as id',
      'title',
      'parent_id as parentId',
      'workspace_id as workspaceId',
      'reach',
      'reach_role as reachRole',
      'deleted_at as deletedAt',
    ])
    .orderBy('chain.depth')
    .execute()
}

export interface PageAbove {
  readonly id: DocumentId
  readonly title: string
  readonly parentId: DocumentId | null
  readonly workspaceId: WorkspaceId | null
  readonly reach: Reach | 'inherit'
  readonly reachRole: Role
  readonly deletedAt: number | null
}

/** Everything that changes the tree waits here for what is changing it. */
export async function lockTree(transaction: Transaction<StoreTables>): Promise<void> {
  await transaction
    .updateTable('rights_clock')
    .set((row) => ({ version: row.ref('version') }))
    .where('id', '=', 1)
    .execute()
}

/** Whether a page may be made under it. Locks the tree until the transaction ends. */
export async function roomUnder(
  transaction: Transaction<StoreTables>,
  parentId: DocumentId,
): Promise<
  { readonly kind: 'room'; readonly workspaceId: WorkspaceId | null } | { readonly kind: 'unknown' | 'too-deep' }
> {
  await lockTree(transaction)
  const above = await pagesUpFrom(transaction, parentId)
  const [parent] = above
  if (!parent) return { kind: 'unknown' }
  return above.length > MAX_PAGE_DEPTH ? { kind: 'too-deep' } : { kind: 'room', workspaceId: parent.workspaceId }
}

export async function movePage(
  transaction: Transaction<StoreTables>,
  id: DocumentId,
  { parentId, after }: PageDestination,
): Promise<MoveOutcome> {
  await lockTree(transaction)
  const own = await pagesUpFrom(transaction, id)
  const [page] = own
  if (!page) return { kind: 'unknown' }
  if (parentId !== null) {
    const above = await pagesUpFrom(transaction, parentId)
    if (above[0]?.workspaceId !== page.workspaceId) return { kind: 'unknown' }
    if (above.some((each) => each.id === id)) return { kind: 'circle' }
    if (above.length + (await heightOf(transaction, id)) > MAX_PAGE_DEPTH) return { kind: 'too-deep' }
  }
  const place = await placeFor(transaction, page, { parentId, after })
  // At the top there is nothing to inherit from: it stays as open as it was.
  const reach = parentId === null ? settled(own) : {}
  await transaction
    .updateTable('document')
    .set({ parent_id: parentId, place, ...reach })
    .where('id', '=', id)
    .execute()
  return { kind: 'moved' }
}

/** General access as it holds for a page that says nothing itself. */
function settled(chain: readonly PageAbove[]): { reach?: Reach; reach_role?: Role } {
  if (chain[0]?.reach !== 'inherit') return {}
  const level = chain.find(({ reach }) => reach !== 'inherit')
  return level && level.reach !== 'inherit'
    ? { reach: level.reach, reach_role: level.reachRole }
    : { reach: 'restricted' }
}

/** Levels below a page: 0 when nothing is under it. */
async function heightOf(db: Kysely<StoreTables>, id: DocumentId): Promise<number> {
  const { height } = await db
    .withRecursive('below(id, depth)', (query) =>
      query
        .selectFrom('document')
        .select(['document.id as id', sql<number>`0`.as('depth')])
        .where('document.id', '=', id)
        .unionAll(
          query
            .selectFrom('below')
            .innerJoin('document as page', 'page.parent_id', 'below.id')
            .where('below.depth', '<', MAX_PAGE_DEPTH + 1)
            .select(['page.id as id', sql<number>`below.depth + 1`.as('depth')]),
        ),
    )
    .selectFrom('below')
    .select((row) => row.fn.max<number>('depth').as('height'))
    .executeTakeFirstOrThrow()
  return height
}

// ── places ──────────────────────────────────────────────────────────────────────────────────────────────────────────

type Sibling = Pick<PageAbove, 'id' | 'workspaceId'>

async function placeFor(
  transaction: Transaction<StoreTables>,
  page: Sibling,
  { parentId, after }: PageDestination,
): Promise<string> {
  const found = await placeBehind(transaction, page, parentId, after)
  if (found !== undefined && found.length <= MAX_PLACE_LENGTH) return found
  await renewPlaces(transaction, page, parentId)
  return (await placeBehind(transaction, page, parentId, after)) ?? placeAt(Date.now())
}

/** Behind all siblings, those included that were placed in this very millisecond. */
export async function placeBehindAll(
  transaction: Transaction<StoreTables>,
  page: Sibling,
  parentId: DocumentId | null,
  now: number,
): Promise<string> {
  const last = await siblingsOf(transaction, page, parentId)
    .orderBy('place', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return placeAfter(last?.place, now)
}

async function placeBehind(
  transaction: Transaction<StoreTables>,
  page: Sibling,
  parentId: DocumentId | null,
  after: DocumentId | null | undefined,
): Promise<string | undefined> {
  const siblings = siblingsOf(transaction, page, parentId)
  // Gone elsewhere meanwhile: then it is the end, which is never wrong.
  const before = after ? await siblings.where('id', '=', after).executeTakeFirst() : undefined
  if (after === undefined || (after !== null && !before)) return placeBehindAll(transaction, page, parentId, Date.now())
  let next = siblings.orderBy('place').orderBy('id').limit(1)
  if (before) {
    next = next.where(({ eb, or, and }) =>
      or([eb('place', '>', before.place), and([eb('place', '=', before.place), eb('id', '>', before.id)])]),
    )
  }
  const following = await next.executeTakeFirst()
  return following ? placeBetween(before?.place, following.place) : placeAfter(before?.place, Date.now())
}

const siblingsOf = (db: Kysely<StoreTables>, { id, workspaceId }: Sibling, parentId: DocumentId | null) =>
  db
    .selectFrom('document')
    .select(['id', 'place'])
    .where('parent_id', parentId === null ? 'is' : '=', parentId)
    .where('workspace_id', workspaceId === null ? 'is' : '=', workspaceId)
    .where('id', '<>', id)

/** New places in the same order, a row at a time in the order of ids: that is the order in which appends lock them. */
async function renewPlaces(transaction: Transaction<StoreTables>, page: Sibling, parentId: DocumentId | null) {
  const siblings = await siblingsOf(transaction, page, parentId).orderBy('place').orderBy('id').execute()
  const renewed = siblings.map(({ id }, index) => ({ id, place: placeInRow(index) }))
  for (const { id, place } of renewed.sort((one, other) => (one.id < other.id ? -1 : 1))) {
    await transaction.updateTable('document').set({ place }).where('id', '=', id).execute()
  }
}

// ── the bin ─────────────────────────────────────────────────────────────────────────────────────────────────────────

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
  if (chain.every(({ deletedAt }) => deletedAt === null)) return false
  const [page, ...above] = chain
  const lost = (page?.parentId ?? null) !== null && above.length === 0
  const toTop = lost || above.some(({ deletedAt }) => deletedAt !== null)
  const row = await transaction
    .updateTable('document')
    .set({
      deleted_at: null,
      deleted_by: null,
      ...(toTop ? { parent_id: null, place: placeAt(Date.now()), ...settled(chain) } : {}),
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

const MAX_NAMED_VALUES = 1_000

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
