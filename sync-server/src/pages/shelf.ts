/** What somebody keeps at hand: favourites, what they opened last, what others shared with them by name. */
import type { Page } from '@dure/api'
import type { DocumentId, UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { MAX_FAVOURITES, MAX_NOTED_OPENINGS, OPENING_NOTED_MS, RECENT_KEPT, RECENT_SHOWN } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import { lockPerson } from '../people/person-lock.ts'
import { pagesOf } from './page-rows.ts'

export interface SharedCursor {
  readonly at: number
  readonly id: DocumentId
}

export class Shelf {
  readonly #db: Kysely<StoreTables>
  readonly #logger: Logger
  /** When an opening was noted last: one that reconnects every minute writes no row each time. */
  readonly #noted = new Map<string, number>()

  constructor(db: Kysely<StoreTables>, logger: Logger) {
    this.#db = db
    this.#logger = logger
  }

  // ── favourites ────────────────────────────────────────────────────────────────────────────────────────────────────

  async favourites(person: UserId): Promise<readonly Page[]> {
    const rows = await this.#db
      .selectFrom('favourite')
      .select('document_id as id')
      .where('person_id', '=', person)
      .orderBy('created_at')
      .orderBy('document_id')
      .limit(MAX_FAVOURITES)
      .execute()
    return this.#shown(rows, person)
  }

  /** Answers false when they have as many as one may have. */
  async addFavourite(person: UserId, id: DocumentId): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      await lockPerson(transaction, person)
      const { count } = await transaction
        .selectFrom('favourite')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('person_id', '=', person)
        .where('document_id', '<>', id)
        .executeTakeFirstOrThrow()
      if (count >= MAX_FAVOURITES) return false
      await transaction
        .insertInto('favourite')
        .values({ person_id: person, document_id: id, created_at: Date.now() })
        .onConflict((conflict) => conflict.columns(['person_id', 'document_id']).doNothing())
        .execute()
      return true
    })
  }

  async removeFavourite(person: UserId, id: DocumentId): Promise<void> {
    await this.#db.deleteFrom('favourite').where('person_id', '=', person).where('document_id', '=', id).execute()
  }

  // ── recent ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async recent(person: UserId): Promise<readonly Page[]> {
    const rows = await this.#db
      .selectFrom('opening')
      .select('document_id as id')
      .where('person_id', '=', person)
      .orderBy('at', 'desc')
      .orderBy('document_id')
      .limit(RECENT_KEPT)
      .execute()
    return (await this.#shown(rows, person)).slice(0, RECENT_SHOWN)
  }

  /** Somebody has opened a document. Never rejects: it is worth nobody's waiting. */
  async note(person: UserId, id: DocumentId): Promise<void> {
    const [key, now] = [`${person} ${id}`, Date.now()]
    if ((this.#noted.get(key) ?? 0) > now - OPENING_NOTED_MS) return
    this.#noted.delete(key)
    this.#noted.set(key, now)
    if (this.#noted.size > MAX_NOTED_OPENINGS) {
      for (const oldest of this.#noted.keys()) {
        this.#noted.delete(oldest)
        break
      }
    }
    try {
      await this.#db.transaction().execute(async (transaction) => {
        await transaction
          .insertInto('opening')
          .values({ person_id: person, document_id: id, at: now })
          .onConflict((conflict) => conflict.columns(['person_id', 'document_id']).doUpdateSet({ at: now }))
          .execute()
        const oldest = await transaction
          .selectFrom('opening')
          .select('at')
          .where('person_id', '=', person)
          .orderBy('at', 'desc')
          .offset(RECENT_KEPT)
          .limit(1)
          .executeTakeFirst()
        if (!oldest) return
        await transaction.deleteFrom('opening').where('person_id', '=', person).where('at', '<=', oldest.at).execute()
      })
    } catch (error) {
      // Taken away in this very moment, or a store that is away.
      this.#logger.debug({ document: id, err: error }, 'an opening was not noted')
    }
  }

  // ── shared by name ────────────────────────────────────────────────────────────────────────────────────────────────

  async shared(
    person: UserId,
    limit: number,
    after?: SharedCursor,
  ): Promise<{ readonly pages: readonly Page[]; readonly next: SharedCursor | undefined }> {
    const rows = await this.#db
      .selectFrom('document_grant')
      .innerJoin('document', 'document.id', 'document_grant.document_id')
      .select(['document.id as id', 'document_grant.created_at as at'])
      .where('document_grant.person_id', '=', person)
      .where('document.deleted_at', 'is', null)
      .where(({ eb, or }) => or([eb('document.owner_id', '<>', person), eb('document.owner_id', 'is', null)]))
      .$if(after !== undefined, (query) =>
        query.where(({ eb, or, and }) =>
          or([
            eb('document_grant.created_at', '<', after?.at ?? 0),
            and([
              eb('document_grant.created_at', '=', after?.at ?? 0),
              eb('document.id', '>', after?.id ?? ('' as DocumentId)),
            ]),
          ]),
        ),
      )
      .orderBy('document_grant.created_at', 'desc')
      .orderBy('document.id')
      .limit(limit + 1)
      .execute()
    const shown = rows.slice(0, limit)
    return { pages: await this.#shown(shown, person), next: rows.length > limit ? shown.at(-1) : undefined }
  }

  #shown(rows: readonly { readonly id: DocumentId }[], person: UserId): Promise<readonly Page[]> {
    return pagesOf(
      this.#db,
      rows.map(({ id }) => id),
      person,
    )
  }
}
