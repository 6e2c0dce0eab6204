/**
 * From a page up to the top: the one query that walks up the tree. A lookup of rights, a path and every change of the
 * tree ask it, so that they agree on what is above a page.
 */
import type { DocumentId, Reach, Role, WorkspaceId } from '@dure/protocol'
import { type Kysely, sql } from 'kysely'
import type { StoreTables } from './schema/tables.ts'

/** Pages above a document, at most: what a rights lookup and a path are bounded by. */
export const MAX_PAGE_DEPTH = 32

/**
 * A row for each of these pages and for each page above it, nearest first, as `chain` with `root` (whose chain it is)
 * and `id`, joined with its `document`. What is read of them is the caller's to select.
 */
export const chainsUpFrom = (db: Kysely<StoreTables>, ids: readonly DocumentId[]) =>
  db
    .withRecursive('chain(root, id, depth)', (query) =>
      query
        .selectFrom('document')
        .select(['document.id as root', 'document.id as id', sql<number>`0`.as('depth')])
        .where('document.id', 'in', ids)
        .unionAll(
          query
            .selectFrom('chain')
            .innerJoin('document as child', 'child.id', 'chain.id')
            .innerJoin('document as page', 'page.id', 'child.parent_id')
            .where('chain.depth', '<', MAX_PAGE_DEPTH)
            .select(['chain.root as root', 'page.id as id', sql<number>`chain.depth + 1`.as('depth')]),
        ),
    )
    .selectFrom('chain')
    .innerJoin('document', 'document.id', 'chain.id')
    .orderBy('chain.depth')

export interface PageAbove {
  readonly id: DocumentId
  readonly title: string
  readonly parentId: DocumentId | null
  readonly workspaceId: WorkspaceId | null
  readonly reach: Reach | 'inherit'
  readonly reachRole: Role
  readonly deletedAt: number | null
}

/** A page and those above it, it first. Empty when it is not there. */
export const pagesUpFrom = (db: Kysely<StoreTables>, id: DocumentId): Promise<readonly PageAbove[]> =>
  chainsUpFrom(db, [id])
    .select([
      'document.id as id',
      'title',
      'parent_id as parentId',
      'workspace_id as workspaceId',
      'reach',
      'reach_role as reachRole',
      'deleted_at as deletedAt',
    ])
    .execute()

/** A page in the bin takes what is under it along. */
export const isInBin = (chain: readonly PageAbove[]): boolean => chain.some(({ deletedAt }) => deletedAt !== null)

/** General access as it holds for a page that says nothing itself, for when there is nothing to inherit it from. */
export function settledAccess(chain: readonly PageAbove[]): { reach?: Reach; reach_role?: Role } {
  if (chain[0]?.reach !== 'inherit') return {}
  const level = chain.find(({ reach }) => reach !== 'inherit')
  return level && level.reach !== 'inherit'
    ? { reach: level.reach, reach_role: level.reachRole }
    : { reach: 'restricted' }
}
