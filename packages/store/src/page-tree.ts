/**
 * The tree of pages: which page is under which. Whether somebody may is asked before; what is promised here holds
 * whatever is asked at the same moment: no page is ever under itself, none is lost, and none lies deeper than
 * `MAX_PAGE_DEPTH`. Each change locks the tree first (`tree-lock.ts`).
 */
import type { DocumentId, WorkspaceId } from '@dure/protocol'
import { type Kysely, sql, type Transaction } from 'kysely'
import { isInBin, MAX_PAGE_DEPTH, pagesUpFrom, settledAccess } from './page-chain.ts'
import { type PageDestination, placeFor } from './page-siblings.ts'
import type { StoreTables } from './schema/tables.ts'
import { lockTree } from './tree-lock.ts'

export type MoveOutcome =
  | { readonly kind: 'moved' }
  /** One of them is not there, or in the bin, or they are of two workspaces. */
  | { readonly kind: 'unknown' }
  /** It would be under itself. */
  | { readonly kind: 'circle' }
  | { readonly kind: 'too-deep' }

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
  // It may have gone to the bin since it was asked for: what is made there now would be taken away with it.
  if (!parent || isInBin(above)) return { kind: 'unknown' }
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
  if (!page || isInBin(own)) return { kind: 'unknown' }
  if (parentId !== null) {
    const above = await pagesUpFrom(transaction, parentId)
    if (above[0]?.workspaceId !== page.workspaceId || isInBin(above)) return { kind: 'unknown' }
    if (above.some((each) => each.id === id)) return { kind: 'circle' }
    if (above.length + (await heightOf(transaction, id)) > MAX_PAGE_DEPTH) return { kind: 'too-deep' }
  }
  const place = await placeFor(transaction, page, { parentId, after })
  // At the top there is nothing to inherit from: it stays as open as it was.
  const reach = parentId === null ? settledAccess(own) : {}
  await transaction
    .updateTable('document')
    .set({ parent_id: parentId, place, ...reach })
    .where('id', '=', id)
    .execute()
  return { kind: 'moved' }
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
