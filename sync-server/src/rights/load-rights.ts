/** Reads the facts of one person's rights on one document: one query, whatever page it is under. */
import type { DocumentId, Role, UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import { type Kysely, sql } from 'kysely'
import type { RightsFacts } from './rights.ts'

/** Pages above a document that are looked at. The tree refuses to grow deeper. */
export const MAX_DEPTH = 32

export interface LoadedRights {
  readonly facts: RightsFacts
  /** The document first, then the pages above it: a change of any of them may change the rights. */
  readonly chain: readonly DocumentId[]
}

/** An id that is nobody's. */
const NO_PERSON = ''

/** @returns undefined when there is no such document. */
export async function loadRights(
  db: Kysely<StoreTables>,
  documentId: DocumentId,
  person: UserId | undefined,
): Promise<LoadedRights | undefined> {
  const personId = person ?? NO_PERSON
  const rows = await db
    .withRecursive('chain(id, depth)', (query) =>
      query
        .selectFrom('document')
        .select(['document.id as id', sql<number>`0`.as('depth')])
        .where('document.id', '=', documentId)
        .unionAll(
          query
            .selectFrom('chain')
            .innerJoin('document as child', 'child.id', 'chain.id')
            .innerJoin('document as page', 'page.id', 'child.parent_id')
            .where('chain.depth', '<', MAX_DEPTH)
            .select(['page.id as id', sql<number>`chain.depth + 1`.as('depth')]),
        ),
    )
    .selectFrom('chain')
    .innerJoin('document', 'document.id', 'chain.id')
    .leftJoin('document_grant', (join) =>
      join
        .onRef('document_grant.document_id', '=', 'document.id')
        .on(sql<boolean>`document_grant.person_id = ${personId}`),
    )
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.workspace_id', '=', 'document.workspace_id')
        .on(sql<boolean>`membership.person_id = ${personId}`),
    )
    .select([
      'document.id as id',
      'document.owner_id as ownerId',
      'document.deleted_at as deletedAt',
      'document.reach as reach',
      'document.reach_role as reachRole',
      'document_grant.role as granted',
      'membership.role as workspaceRole',
    ])
    .orderBy('chain.depth')
    .execute()
  const [first] = rows
  if (!first) return undefined
  return {
    facts: {
      ownerId: first.ownerId ?? undefined,
      // A page in the bin takes what is under it along.
      deleted: rows.some((row) => row.deletedAt !== null),
      levels: rows.map(({ reach, reachRole, granted }) => ({ reach, reachRole, granted: known(granted) })),
      workspaceRole: first.workspaceRole ?? undefined,
    },
    chain: rows.map((row) => row.id),
  }
}

const known = (role: Role | null): Role | undefined => role ?? undefined
