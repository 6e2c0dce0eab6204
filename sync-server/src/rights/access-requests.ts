/** People who ask to be let into a document, or to do more in it; and those who answer them. */
import type { AccessRequest, GivenRole } from '@dure/api'
import type { DocumentId, UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import { MAX_REQUESTS_PER_DOCUMENT, MAX_REQUESTS_PER_PERSON, REQUEST_AGAIN_MS } from '../limits.ts'
import { recordAudit } from '../people/audit.ts'
import { lockPerson } from '../people/person-lock.ts'

export type Asked = 'asked' | 'declined' | 'too-many'

export class AccessRequests {
  readonly #db: Kysely<StoreTables>

  constructor(db: Kysely<StoreTables>) {
    this.#db = db
  }

  /**
   * Asked again, it is the same request with another role. One that was declined is not asked again for a while: its
   * sender is told what everybody is told, and nobody is bothered.
   */
  async ask(documentId: DocumentId, personId: UserId, role: GivenRole, address: string): Promise<Asked> {
    const now = Date.now()
    return this.#db.transaction().execute(async (transaction): Promise<Asked> => {
      await lockPerson(transaction, personId)
      const known = await transaction
        .selectFrom('access_request')
        .select('declined_at as declinedAt')
        .where('document_id', '=', documentId)
        .where('person_id', '=', personId)
        .executeTakeFirst()
      if (known?.declinedAt && known.declinedAt > now - REQUEST_AGAIN_MS) return 'declined'
      const counting = transaction.selectFrom('access_request').select((row) => row.fn.countAll<number>().as('count'))
      const [ofPerson, onDocument] = [
        await counting.where('person_id', '=', personId).where('declined_at', 'is', null).executeTakeFirstOrThrow(),
        await counting.where('document_id', '=', documentId).where('declined_at', 'is', null).executeTakeFirstOrThrow(),
      ]
      const full = ofPerson.count >= MAX_REQUESTS_PER_PERSON || onDocument.count >= MAX_REQUESTS_PER_DOCUMENT
      if (full && (!known || known.declinedAt !== null)) return 'too-many'
      await transaction
        .insertInto('access_request')
        .values({ document_id: documentId, person_id: personId, role, created_at: now, declined_at: null })
        .onConflict((conflict) =>
          conflict.columns(['document_id', 'person_id']).doUpdateSet({ role, created_at: now, declined_at: null }),
        )
        .execute()
      await recordAudit(transaction, {
        action: 'access-requested',
        by: personId,
        subject: documentId,
        detail: { role },
        address,
      })
      return 'asked'
    })
  }

  /** Open ones on a document, the oldest first. */
  async on(documentId: DocumentId): Promise<readonly AccessRequest[]> {
    return this.#list((query) => query.where('access_request.document_id', '=', documentId))
  }

  /** Open ones on all that somebody owns. */
  async forOwner(ownerId: UserId): Promise<readonly AccessRequest[]> {
    return this.#list((query) =>
      query.where('document.owner_id', '=', ownerId).where('document.deleted_at', 'is', null),
    )
  }

  async #list(which: (query: Query) => Query): Promise<readonly AccessRequest[]> {
    const rows = await which(open(this.#db)).execute()
    return rows.map(({ documentId, title, id, name, email, role, createdAt }) => ({
      documentId,
      title,
      person: { id, name, email },
      role: role === 'owner' ? 'editor' : role,
      askedAt: new Date(createdAt).toISOString(),
    }))
  }

  /** What they asked for; undefined when they did not, or were answered. */
  async find(documentId: DocumentId, personId: UserId): Promise<GivenRole | undefined> {
    const row = await this.#db
      .selectFrom('access_request')
      .select('role')
      .where('document_id', '=', documentId)
      .where('person_id', '=', personId)
      .where('declined_at', 'is', null)
      .executeTakeFirst()
    return row && row.role !== 'owner' ? row.role : undefined
  }

  /** Answers false when there is none. */
  async decline(documentId: DocumentId, personId: UserId, by: UserId, address: string): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .updateTable('access_request')
        .set({ declined_at: Date.now() })
        .where('document_id', '=', documentId)
        .where('person_id', '=', personId)
        .where('declined_at', 'is', null)
        .returning('person_id')
        .executeTakeFirst()
      if (!row) return false
      const detail = { person: personId }
      await recordAudit(transaction, { action: 'access-declined', by, subject: documentId, detail, address })
      return true
    })
  }
}

/** Nobody asks themselves to be let into what has become theirs. */
export async function withdrawOwnRequests(transaction: Transaction<StoreTables>, ownerId: UserId): Promise<void> {
  await transaction
    .deleteFrom('access_request')
    .where('person_id', '=', ownerId)
    .where('document_id', 'in', ({ selectFrom }) =>
      selectFrom('document').select('document.id').where('owner_id', '=', ownerId),
    )
    .execute()
}

type Query = ReturnType<typeof open>
const open = (db: Kysely<StoreTables>) =>
  db
    .selectFrom('access_request')
    .innerJoin('person', 'person.id', 'access_request.person_id')
    .innerJoin('document', 'document.id', 'access_request.document_id')
    .select([
      'document.id as documentId',
      'document.title as title',
      'person.id as id',
      'person.name as name',
      'person.email as email',
      'access_request.role as role',
      'access_request.created_at as createdAt',
    ])
    .where('access_request.declined_at', 'is', null)
    .where('person.disabled_at', 'is', null)
    .orderBy('access_request.created_at')
    .orderBy('person.id')
    .limit(MAX_REQUESTS_PER_DOCUMENT)
