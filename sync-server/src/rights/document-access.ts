/** Whom a document is shared with, as those see it who may share it: what it says itself, and what comes from above. */
import type { DocumentAccess } from '@dure/api'
import type { DocumentId, UserId } from '@dure/protocol'
import { pagesUpFrom, type StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { generalAccessOf } from './rights.ts'

export interface VersionedAccess {
  readonly access: DocumentAccess
  /**
   * That of the document's own settings, of the answer or of one before it: who expects it to hold never writes over
   * what they did not see.
   */
  readonly version: number
}

export async function readAccess(db: Kysely<StoreTables>, documentId: DocumentId): Promise<VersionedAccess> {
  const { version } = await db
    .selectFrom('document')
    .select('access_version as version')
    .where('id', '=', documentId)
    .executeTakeFirstOrThrow()
  const chain = await pagesUpFrom(db, documentId)
  const [page] = chain
  if (!page) throw new TypeError('a document that somebody was let into is not there')
  const distance = new Map(chain.map(({ id }, index) => [id, index]))
  const ids = chain.map(({ id }) => id)
  const [owners, grants] = await Promise.all([
    db
      .selectFrom('document')
      .innerJoin('person', 'person.id', 'document.owner_id')
      .select(['document.id as on', 'person.id as id', 'person.name as name', 'person.email as email'])
      .where('document.id', 'in', ids)
      .execute(),
    db
      .selectFrom('document_grant')
      .innerJoin('person', 'person.id', 'document_grant.person_id')
      .select(['document_grant.document_id as on', 'person.id as id', 'person.name as name', 'person.email as email'])
      .select('document_grant.role as role')
      .where('document_grant.document_id', 'in', ids)
      .orderBy('document_grant.created_at')
      .orderBy('person.id')
      .execute(),
  ])
  const owner = owners.find(({ on }) => on === documentId)
  const isOwner = (id: UserId): boolean => id === owner?.id
  const named = [
    ...grants.map(({ on, role, ...person }) => ({ on, role, person })),
    ...owners.map(({ on, ...person }) => ({ on, role: 'editor' as const, person })),
  ]
    .filter(({ person }) => !isOwner(person.id))
    .map((each) => ({ ...each, far: distance.get(each.on) ?? 0 }))
    .sort((one, other) => one.far - other.far)
  // The nearest page that names somebody counts.
  const nearest = new Map<UserId, (typeof named)[number]>()
  for (const each of named) if (!nearest.has(each.person.id)) nearest.set(each.person.id, each)
  const { reach, role } = generalAccessOf({
    levels: chain.map((level) => ({ ...level, granted: undefined, owned: false })),
  })
  const access: DocumentAccess = {
    generalAccess: { reach, role: role === 'owner' ? 'editor' : role },
    inherits: page.parentId === null ? null : page.reach === 'inherit',
    owner: owner ? { id: owner.id, name: owner.name, email: owner.email } : null,
    people: [...nearest.values()].map((each) => ({ person: each.person, role: each.role, inherited: each.far > 0 })),
  }
  return { access, version }
}
