/** Pages as lists show them to one person: by the same rules as the door, so that what is listed opens. */
import type { Page } from '@dure/api'
import type { DocumentId, UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import { type Kysely, sql } from 'kysely'
import { type LoadedRights, loadRightsOnAll } from '../rights/load-rights.ts'
import { generalAccessOf, isNamed, type RightsFacts, roleOn, worksIn } from '../rights/rights.ts'

/** In the order of `ids`, without those that are not for the person. At most as many as one statement may name. */
export async function pagesOf(
  db: Kysely<StoreTables>,
  ids: readonly DocumentId[],
  person: UserId | undefined,
): Promise<readonly Page[]> {
  const rights = await loadRightsOnAll(db, ids, person)
  const seen = ids.filter((id) => roleOn(factsOf(rights, id), person) !== undefined)
  if (seen.length === 0) return []
  const rows = await db
    .selectFrom('document')
    .select(['id', 'title', 'icon', 'created_at as createdAt', 'updated_at as updatedAt'])
    .where('id', 'in', seen)
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  const withPages = await havingPages(db, seen, rights, person)
  return seen.flatMap((id) => {
    const [row, facts] = [byId.get(id), factsOf(rights, id)]
    const role = roleOn(facts, person)
    if (!row || !role) return []
    return {
      id,
      title: row.title,
      icon: row.icon,
      role,
      reach: generalAccessOf(facts).reach,
      createdAt: new Date(row.createdAt).toISOString(),
      updatedAt: new Date(row.updatedAt).toISOString(),
      hasPages: withPages.has(id),
    }
  })
}

const NOTHING: RightsFacts = { ownerId: undefined, deleted: false, levels: [], workspaceRole: undefined }
const factsOf = (rights: ReadonlyMap<DocumentId, LoadedRights>, id: DocumentId): RightsFacts =>
  rights.get(id)?.facts ?? NOTHING

/** Those under which something is that the person may see. */
async function havingPages(
  db: Kysely<StoreTables>,
  ids: readonly DocumentId[],
  rights: ReadonlyMap<DocumentId, LoadedRights>,
  person: UserId | undefined,
): Promise<ReadonlySet<DocumentId>> {
  const open = ids.filter((id) => isNamed(factsOf(rights, id)))
  const works = ids.some((id) => worksIn(factsOf(rights, id).workspaceRole))
  const rows = await db
    .selectFrom('document as above')
    .select('above.id')
    .where('above.id', 'in', ids)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('document as page')
          .leftJoin('document_grant', (join) =>
            join.onRef('document_grant.document_id', '=', 'page.id').on(namesPerson(person)),
          )
          .select('page.id')
          .whereRef('page.parent_id', '=', 'above.id')
          .where('page.deleted_at', 'is', null)
          .where(({ eb, or }) =>
            or([
              ...(open.length > 0 ? [eb('above.id', 'in', open)] : []),
              eb('page.reach', 'in', works ? ['inherit', 'link', 'workspace'] : ['inherit', 'link']),
              eb('document_grant.role', 'is not', null),
              sql<boolean>`page.owner_id = ${person ?? ''}`,
            ]),
          ),
      ),
    )
    .execute()
  return new Set(rows.map(({ id }) => id))
}

const namesPerson = (person: UserId | undefined) => sql<boolean>`document_grant.person_id = ${person ?? ''}`
