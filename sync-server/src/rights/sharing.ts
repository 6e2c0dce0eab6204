/** Who a document is shared with: read and changed. Whether somebody may is asked before (`rights.ts`). */
import type { DocumentAccess, GivenRole, SetGeneralAccess } from '@dure/api'
import type { DocumentId, UserId, WorkspaceId } from '@dure/protocol'
import { pagesUpFrom, type StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import { ChangedMeanwhile, type Changer } from '../changed-meanwhile.ts'
import { MAX_GRANTS_PER_DOCUMENT } from '../limits.ts'
import { recordAudit } from '../people/audit.ts'
import { withdrawOwnRequests } from './access-requests.ts'
import { generalAccessOf, worksIn } from './rights.ts'
import { documentSubject, type RightsFeed, recordRightsChange } from './rights-feed.ts'

export class Sharing {
  readonly #db: Kysely<StoreTables>
  readonly #feed: RightsFeed

  constructor(db: Kysely<StoreTables>, feed: RightsFeed) {
    this.#db = db
    this.#feed = feed
  }

  async accessOf(documentId: DocumentId): Promise<DocumentAccess> {
    return (await this.versionedAccessOf(documentId)).access
  }

  /**
   * The version is that of the document's own settings, of the answer or of one before it: who expects it to hold never
   * writes over what they did not see.
   */
  async versionedAccessOf(
    documentId: DocumentId,
  ): Promise<{ readonly access: DocumentAccess; readonly version: number }> {
    const { version } = await this.#db
      .selectFrom('document')
      .select('access_version as version')
      .where('id', '=', documentId)
      .executeTakeFirstOrThrow()
    const chain = await pagesUpFrom(this.#db, documentId)
    const [page] = chain
    if (!page) throw new TypeError('a document that somebody was let into is not there')
    const distance = new Map(chain.map(({ id }, index) => [id, index]))
    const ids = chain.map(({ id }) => id)
    const [owners, grants] = await Promise.all([
      this.#db
        .selectFrom('document')
        .innerJoin('person', 'person.id', 'document.owner_id')
        .select(['document.id as on', 'person.id as id', 'person.name as name', 'person.email as email'])
        .where('document.id', 'in', ids)
        .execute(),
      this.#db
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

  async workspaceOf(documentId: DocumentId): Promise<WorkspaceId | undefined> {
    const row = await this.#db
      .selectFrom('document')
      .select('workspace_id')
      .where('id', '=', documentId)
      .executeTakeFirst()
    return row?.workspace_id ?? undefined
  }

  /** Somebody with an account who may sign in. */
  async personByEmail(email: string): Promise<UserId | undefined> {
    const row = await this.#db
      .selectFrom('person')
      .select('id')
      .where('email', '=', email)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    return row?.id
  }

  /** @throws ChangedMeanwhile, like every change here. */
  async setGeneralAccess(documentId: DocumentId, { reach, role }: SetGeneralAccess, by: Changer): Promise<void> {
    await this.#change(documentId, by, async (transaction) => {
      await transaction.updateTable('document').set({ reach, reach_role: role }).where('id', '=', documentId).execute()
      const detail = { reach, role }
      await recordAudit(transaction, {
        action: 'general-access-changed',
        by: by.id,
        subject: documentId,
        detail,
        address: by.address,
      })
    })
  }

  /** Gives a role, or another one. Answers false when the document is shared with as many as it may be. */
  async give(documentId: DocumentId, personId: UserId, role: GivenRole, by: Changer): Promise<boolean> {
    return this.#change(documentId, by, async (transaction) => {
      const { count } = await transaction
        .selectFrom('document_grant')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('document_id', '=', documentId)
        .executeTakeFirstOrThrow()
      if (count >= MAX_GRANTS_PER_DOCUMENT) return false
      await transaction
        .insertInto('document_grant')
        .values({ document_id: documentId, person_id: personId, role, granted_by: by.id, created_at: Date.now() })
        .onConflict((conflict) =>
          conflict.columns(['document_id', 'person_id']).doUpdateSet({ role, granted_by: by.id }),
        )
        .execute()
      // What they asked for is answered by it.
      await transaction
        .deleteFrom('access_request')
        .where('document_id', '=', documentId)
        .where('person_id', '=', personId)
        .execute()
      const detail = { person: personId, role }
      await recordAudit(transaction, { action: 'shared', by: by.id, subject: documentId, detail, address: by.address })
      return true
    })
  }

  /** Answers false when they were given none. */
  async take(documentId: DocumentId, personId: UserId, by: Changer): Promise<boolean> {
    return this.#change(documentId, by, async (transaction) => {
      const row = await transaction
        .deleteFrom('document_grant')
        .where('document_id', '=', documentId)
        .where('person_id', '=', personId)
        .returning('person_id')
        .executeTakeFirst()
      if (!row) return false
      const detail = { person: personId }
      await recordAudit(transaction, {
        action: 'grant-removed',
        by: by.id,
        subject: documentId,
        detail,
        address: by.address,
      })
      return true
    })
  }

  /**
   * Whether a document may become somebody's: who may sign in, and works in its workspace or was given a role on it by
   * name. Of others its owner has no business knowing.
   */
  async mayOwn(documentId: DocumentId, personId: UserId): Promise<boolean> {
    const person = await this.#db
      .selectFrom('person')
      .select('id')
      .where('id', '=', personId)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    if (!person) return false
    const workspaceId = await this.workspaceOf(documentId)
    const member = await this.#db
      .selectFrom('membership')
      .select('role')
      .where('person_id', '=', personId)
      .where('workspace_id', '=', workspaceId ?? ('' as WorkspaceId))
      .executeTakeFirst()
    if (worksIn(member?.role)) return true
    const { people } = await this.accessOf(documentId)
    return people.some((each) => each.person.id === personId)
  }

  /** Makes another the owner; who was it stays as editor. Answers false when it was not theirs (any longer). */
  async transfer(documentId: DocumentId, to: UserId, changer: Changer): Promise<boolean> {
    const { id: from, address } = changer
    return this.#change(documentId, changer, async (transaction) => {
      const row = await transaction
        .updateTable('document')
        .set({ owner_id: to })
        .where('id', '=', documentId)
        .where('owner_id', '=', from)
        .returning('id')
        .executeTakeFirst()
      if (!row) return false
      await transaction
        .deleteFrom('document_grant')
        .where('document_id', '=', documentId)
        .where('person_id', 'in', [from, to])
        .execute()
      await withdrawOwnRequests(transaction, to)
      await transaction
        .insertInto('document_grant')
        .values({ document_id: documentId, person_id: from, role: 'editor', granted_by: from, created_at: Date.now() })
        .execute()
      const detail = { from, to }
      await recordAudit(transaction, {
        action: 'ownership-transferred',
        by: from,
        subject: documentId,
        detail,
        address,
      })
      return true
    })
  }

  /** In one transaction with the note that makes open sessions ask again. */
  async #change<T>(
    documentId: DocumentId,
    { expected }: Changer,
    change: (transaction: Transaction<StoreTables>) => Promise<T>,
  ): Promise<T> {
    const result = await this.#db.transaction().execute(async (transaction) => {
      // First, like whatever changes the tree: two that lock in the same order never wait for each other.
      await recordRightsChange(transaction, [documentSubject(documentId)])
      const next = await transaction
        .updateTable('document')
        .set((row) => ({ access_version: row('access_version', '+', 1) }))
        .where('id', '=', documentId)
        .$if(expected !== undefined, (query) => query.where('access_version', 'in', expected ?? []))
        .returning('access_version')
        .executeTakeFirst()
      if (!next) throw new ChangedMeanwhile()
      return change(transaction)
    })
    await this.#feed.look()
    return result
  }
}
