/** Who a document is shared with: read and changed. Whether somebody may is asked before (`rights.ts`). */
import type { DocumentAccess, GivenRole, SetGeneralAccess } from '@dure/api'
import type { DocumentId, UserId, WorkspaceId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import { ChangedMeanwhile, type Changer } from '../changed-meanwhile.ts'
import { MAX_GRANTS_PER_DOCUMENT } from '../limits.ts'
import { recordAudit } from '../people/audit.ts'
import { withdrawOwnRequests } from './access-requests.ts'
import { readAccess, type VersionedAccess } from './document-access.ts'
import { worksIn } from './rights.ts'
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

  versionedAccessOf(documentId: DocumentId): Promise<VersionedAccess> {
    return readAccess(this.#db, documentId)
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

  /** Answers how it is then, like every change here. @throws ChangedMeanwhile, likewise. */
  async setGeneralAccess(
    documentId: DocumentId,
    { reach, role }: SetGeneralAccess,
    by: Changer,
  ): Promise<VersionedAccess> {
    const changed = await this.#change(documentId, by, async (transaction) => {
      await transaction.updateTable('document').set({ reach, reach_role: role }).where('id', '=', documentId).execute()
      const detail = { reach, role }
      await recordAudit(transaction, {
        action: 'general-access-changed',
        by: by.id,
        subject: documentId,
        detail,
        address: by.address,
      })
      return true
    })
    if (!changed) throw new TypeError('general access is changed, whatever it was')
    return changed
  }

  /** Gives a role, or another one. Undefined when the document is shared with as many as it may be. */
  give(documentId: DocumentId, personId: UserId, role: GivenRole, by: Changer): Promise<VersionedAccess | undefined> {
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

  /** Undefined when they were given none. */
  take(documentId: DocumentId, personId: UserId, by: Changer): Promise<VersionedAccess | undefined> {
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

  /** Makes another the owner; who was it stays as editor. Undefined when it was not theirs (any longer). */
  transfer(documentId: DocumentId, to: UserId, changer: Changer): Promise<VersionedAccess | undefined> {
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

  /**
   * In one transaction with the note that makes open sessions ask again, and with how it is then: what is answered with
   * an error has changed nothing.
   * @param change False when there is nothing to be changed, which leaves everything as it was.
   */
  async #change(
    documentId: DocumentId,
    { expected }: Changer,
    change: (transaction: Transaction<StoreTables>) => Promise<boolean>,
  ): Promise<VersionedAccess | undefined> {
    try {
      return await this.#db.transaction().execute(async (transaction) => {
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
        if (!(await change(transaction))) throw new NothingToChange()
        return readAccess(transaction, documentId)
      })
    } catch (error) {
      if (error instanceof NothingToChange) return undefined
      throw error
    } finally {
      await this.#feed.look()
    }
  }
}

/** Rolls the transaction back; goes no further than this file. */
class NothingToChange extends Error {}
