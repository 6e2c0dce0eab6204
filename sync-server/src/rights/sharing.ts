/** Who a document is shared with: read and changed. Whether somebody may is asked before (`rights.ts`). */
import type { DocumentAccess, GeneralAccess, GivenRole } from '@dure/api'
import type { DocumentId, UserId, WorkspaceId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import { MAX_GRANTS_PER_DOCUMENT } from '../limits.ts'
import { recordAudit } from '../people/audit.ts'
import { documentSubject, type RightsFeed, recordRightsChange } from './rights-feed.ts'

export class Sharing {
  readonly #db: Kysely<StoreTables>
  readonly #feed: RightsFeed

  constructor(db: Kysely<StoreTables>, feed: RightsFeed) {
    this.#db = db
    this.#feed = feed
  }

  async accessOf(documentId: DocumentId): Promise<DocumentAccess> {
    const document = await this.#db
      .selectFrom('document')
      .leftJoin('person', 'person.id', 'document.owner_id')
      .select(['reach', 'reach_role as reachRole', 'person.id as id', 'person.name as name', 'person.email as email'])
      .where('document.id', '=', documentId)
      .executeTakeFirstOrThrow()
    const grants = await this.#db
      .selectFrom('document_grant')
      .innerJoin('person', 'person.id', 'document_grant.person_id')
      .select(['person.id as id', 'person.name as name', 'person.email as email', 'document_grant.role as role'])
      .where('document_grant.document_id', '=', documentId)
      .orderBy('document_grant.created_at')
      .orderBy('person.id')
      .execute()
    const { reach, reachRole, id, name, email } = document
    return {
      generalAccess: {
        reach: reach === 'inherit' ? 'restricted' : reach,
        role: reachRole === 'owner' ? 'editor' : reachRole,
      },
      owner: id === null ? null : { id, name: name ?? '', email: email ?? '' },
      people: grants.map(({ role, ...person }) => ({ person, role })),
    }
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

  async setGeneralAccess(documentId: DocumentId, { reach, role }: GeneralAccess, by: UserId, address: string) {
    await this.#change(documentId, async (transaction) => {
      await transaction.updateTable('document').set({ reach, reach_role: role }).where('id', '=', documentId).execute()
      const detail = { reach, role }
      await recordAudit(transaction, { action: 'general-access-changed', by, subject: documentId, detail, address })
    })
  }

  /** Gives a role, or another one. Answers false when the document is shared with as many as it may be. */
  async give(documentId: DocumentId, personId: UserId, role: GivenRole, by: UserId, address: string): Promise<boolean> {
    return this.#change(documentId, async (transaction) => {
      const { count } = await transaction
        .selectFrom('document_grant')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('document_id', '=', documentId)
        .executeTakeFirstOrThrow()
      if (count >= MAX_GRANTS_PER_DOCUMENT) return false
      await transaction
        .insertInto('document_grant')
        .values({ document_id: documentId, person_id: personId, role, granted_by: by, created_at: Date.now() })
        .onConflict((conflict) => conflict.columns(['document_id', 'person_id']).doUpdateSet({ role, granted_by: by }))
        .execute()
      const detail = { person: personId, role }
      await recordAudit(transaction, { action: 'shared', by, subject: documentId, detail, address })
      return true
    })
  }

  /** Answers false when they were given none. */
  async take(documentId: DocumentId, personId: UserId, by: UserId, address: string): Promise<boolean> {
    return this.#change(documentId, async (transaction) => {
      const row = await transaction
        .deleteFrom('document_grant')
        .where('document_id', '=', documentId)
        .where('person_id', '=', personId)
        .returning('person_id')
        .executeTakeFirst()
      if (!row) return false
      const detail = { person: personId }
      await recordAudit(transaction, { action: 'grant-removed', by, subject: documentId, detail, address })
      return true
    })
  }

  /** In one transaction with the note that makes open sessions ask again. */
  async #change<T>(documentId: DocumentId, change: (transaction: Transaction<StoreTables>) => Promise<T>): Promise<T> {
    const result = await this.#db.transaction().execute(async (transaction) => {
      const changed = await change(transaction)
      await recordRightsChange(transaction, [documentSubject(documentId)])
      return changed
    })
    await this.#feed.look()
    return result
  }
}
