/**
 * The pages of a workspace: what is under which, moved, binned, brought back, taken away. Whether somebody may is asked
 * before (`rights.ts`). Each change is one transaction with the note that makes open sessions below it ask again: their
 * rights hang on every page above them, so the note of the page that was changed reaches all of them.
 */
import type { BinEntry, BinnedDocument, Page, PagePath } from '@dure/api'
import type { DocumentId, UserId, WorkspaceId } from '@dure/protocol'
import {
  binPage,
  claimForRemoval,
  type MoveOutcome,
  movePage,
  type PageDestination,
  pagesUpFrom,
  restorePage,
  type SqlStore,
  type StoreTables,
} from '@dure/store'
import { type Kysely, sql, type Transaction } from 'kysely'
import { BIN_DAYS } from '../limits.ts'
import { recordAudit, recordAudits } from '../people/audit.ts'
import { loadRights, loadRightsOnAll } from '../rights/load-rights.ts'
import { isNamed, mayBin, type RightsFacts, roleOn, roleOutOfBin, worksIn } from '../rights/rights.ts'
import { documentSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { pagesOf } from './page-rows.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** Where a list of siblings goes on: behind this one. */
export interface PlaceCursor {
  readonly place: string
  readonly id: DocumentId
}

export interface PageList {
  readonly pages: readonly Page[]
  readonly next: PlaceCursor | undefined
}

/** Who does it, and from where. */
export interface By {
  readonly userId: UserId
  readonly address: string
}

export class Pages {
  readonly #db: Kysely<StoreTables>
  readonly #lineage: SqlStore['lineage']
  readonly #feed: RightsFeed

  constructor({ database, lineage }: Pick<SqlStore, 'database' | 'lineage'>, feed: RightsFeed) {
    this.#db = database
    this.#lineage = lineage
    this.#feed = feed
  }

  /** What is under a page, as far as the person may see it. */
  async under(parentId: DocumentId, person: UserId | undefined, limit: number, after?: PlaceCursor): Promise<PageList> {
    const rights = await loadRights(this.#db, parentId, person)
    if (!rights) return { pages: [], next: undefined }
    const named = isNamed(rights.facts)
    return this.#siblings({ parentId }, rights.facts, named, person, limit, after)
  }

  /** The top of a workspace: what is theirs, and what is for everybody in it. What they were only named on is elsewhere. */
  async atTop(
    workspaceId: WorkspaceId,
    facts: Pick<RightsFacts, 'workspaceRole'>,
    person: UserId,
    limit: number,
    after?: PlaceCursor,
  ): Promise<PageList> {
    return this.#siblings({ workspaceId }, facts, false, person, limit, after)
  }

  async #siblings(
    where: { readonly parentId: DocumentId } | { readonly workspaceId: WorkspaceId },
    { workspaceRole }: Pick<RightsFacts, 'workspaceRole'>,
    named: boolean,
    person: UserId | undefined,
    limit: number,
    after: PlaceCursor | undefined,
  ): Promise<PageList> {
    const works = worksIn(workspaceRole)
    const under = 'parentId' in where
    let query = this.#db
      .selectFrom('document as page')
      .leftJoin('document_grant', (join) =>
        join
          .onRef('document_grant.document_id', '=', 'page.id')
          .on(sql<boolean>`document_grant.person_id = ${person ?? ''}`),
      )
      .select(['page.id as id', 'page.place as place'])
      .where('page.deleted_at', 'is', null)
      .orderBy('page.place')
      .orderBy('page.id')
      .limit(limit + 1)
    query = under
      ? query.where('page.parent_id', '=', where.parentId)
      : query.where('page.parent_id', 'is', null).where('page.workspace_id', '=', where.workspaceId)
    if (!named) {
      query = query.where(({ eb, or }) =>
        or([
          sql<boolean>`page.owner_id = ${person ?? ''}`,
          ...(under ? [eb('document_grant.role', 'is not', null), eb('page.reach', 'in', ['inherit', 'link'])] : []),
          ...(works ? [eb('page.reach', 'in', ['workspace', 'link'])] : []),
        ]),
      )
    }
    if (after) {
      query = query.where(({ eb, or, and }) =>
        or([
          eb('page.place', '>', after.place),
          and([eb('page.place', '=', after.place), eb('page.id', '>', after.id)]),
        ]),
      )
    }
    const rows = await query.execute()
    const shown = rows.slice(0, limit)
    const pages = await pagesOf(
      this.#db,
      shown.map(({ id }) => id),
      person,
    )
    return { pages, next: rows.length > limit ? shown.at(-1) : undefined }
  }

  /** The pages above, the top first, from the first one on that the person may open. */
  async pathOf(chain: readonly DocumentId[], person: UserId | undefined): Promise<PagePath> {
    const above = chain.slice(1)
    if (above.length === 0) return []
    const [rights, rows] = await Promise.all([
      loadRightsOnAll(this.#db, above, person),
      this.#db.selectFrom('document').select(['id', 'title']).where('id', 'in', above).execute(),
    ])
    const titles = new Map(rows.map(({ id, title }) => [id, title]))
    const readable = above.findIndex((id) => {
      const found = rights.get(id)
      return !found || roleOn(found.facts, person) === undefined
    })
    const open = readable < 0 ? above : above.slice(0, readable)
    return open.toReversed().map((id) => ({ id, title: titles.get(id) ?? '' }))
  }

  async isFavourite(id: DocumentId, person: UserId): Promise<boolean> {
    const row = await this.#db
      .selectFrom('favourite')
      .select('document_id')
      .where('person_id', '=', person)
      .where('document_id', '=', id)
      .executeTakeFirst()
    return row !== undefined
  }

  async parentOf(id: DocumentId): Promise<DocumentId | null> {
    const row = await this.#db.selectFrom('document').select('parent_id').where('id', '=', id).executeTakeFirst()
    return row?.parent_id ?? null
  }

  async move(id: DocumentId, to: PageDestination, by: By): Promise<MoveOutcome['kind']> {
    return this.#change([id], async (transaction) => {
      const { kind } = await movePage(transaction, id, to)
      if (kind === 'moved') {
        const detail = { under: to.parentId ?? '' }
        await recordAudit(transaction, {
          action: 'document-moved',
          by: by.userId,
          subject: id,
          detail,
          address: by.address,
        })
      }
      return kind
    })
  }

  // ── the bin ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** False when it is there already, or not theirs to move there. */
  async bin(id: DocumentId, by: By): Promise<boolean> {
    const rights = await loadRights(this.#db, id, by.userId)
    if (!rights || !mayBin(rights.facts, by.userId)) return false
    return this.#change([id], async (transaction) => {
      if (!(await binPage(transaction, id, by.userId))) return false
      await recordAudit(transaction, { action: 'document-binned', by: by.userId, subject: id, address: by.address })
      return true
    })
  }

  /** What the person can bring back: what is theirs, and what they moved there. The newest first. */
  async listBin(
    person: UserId,
    limit: number,
    before?: { readonly at: number; readonly id: DocumentId },
  ): Promise<readonly BinEntry[]> {
    let query = this.#db
      .selectFrom('document')
      .select(['id', 'title', 'deleted_at as deletedAt', 'owner_id as ownerId'])
      .where('deleted_at', 'is not', null)
      .where('removing_at', 'is', null)
      .where(({ eb, or }) => or([eb('owner_id', '=', person), eb('deleted_by', '=', person)]))
      .orderBy('deleted_at', 'desc')
      .orderBy('id')
      .limit(limit)
    if (before) {
      query = query.where(({ eb, or, and }) =>
        or([eb('deleted_at', '<', before.at), and([eb('deleted_at', '=', before.at), eb('id', '>', before.id)])]),
      )
    }
    const rows = await query.execute()
    return rows.map(({ id, title, deletedAt, ownerId }) => ({
      id,
      title,
      ...binTimes(deletedAt ?? 0),
      mayRemove: ownerId === person,
    }))
  }

  /** What is said of a document in the bin to somebody who could open it if it were not; undefined when it is not there. */
  async binned(id: DocumentId, person: UserId): Promise<BinnedDocument | undefined> {
    const rights = await loadRights(this.#db, id, person)
    if (!rights?.facts.deleted || !roleOutOfBin(rights.facts, person)) return undefined
    const chain = await pagesUpFrom(this.#db, id)
    const level = chain.find(({ deletedAt }) => deletedAt !== null)
    if (!level) return undefined
    const row = await this.#db
      .selectFrom('document')
      .leftJoin('person', 'person.id', 'document.deleted_by')
      .select(['person.name as by', 'deleted_by as byId'])
      .where('document.id', '=', level.id)
      .executeTakeFirst()
    const owns = rights.facts.ownerId === person
    return {
      id,
      title: chain[0]?.title ?? '',
      by: row?.by ?? '',
      ...binTimes(level.deletedAt ?? 0),
      mayRestore: owns || (row?.byId === person && level.id === id),
      mayRemove: owns && level.id === id,
    }
  }

  /** False when it is not there any longer. */
  async restore(id: DocumentId, by: By): Promise<boolean> {
    return this.#change([id], async (transaction) => {
      if (!(await restorePage(transaction, id))) return false
      await recordAudit(transaction, { action: 'document-restored', by: by.userId, subject: id, address: by.address })
      return true
    })
  }

  /**
   * Takes a document in the bin away for good, with what is under it of the same owner: log, snapshots, grants and all.
   * A crash between two of them leaves a smaller tree in the bin, which the next purge takes.
   * @param before Only when it is there since before then.
   * @returns how many went.
   */
  async removeForGood(id: DocumentId, by: By | undefined, before?: number): Promise<number> {
    const going = await this.#change([id], async (transaction) => {
      const claimed = await claimForRemoval(transaction, id, before)
      const entry = { action: 'document-removed', by: by?.userId, address: by?.address ?? '' } as const
      await recordAudits(
        transaction,
        claimed.map((subject) => ({ ...entry, subject })),
      )
      return claimed
    })
    for (const each of going) await this.#lineage.remove(each)
    return going.length
  }

  async #change<T>(
    ids: readonly DocumentId[],
    change: (transaction: Transaction<StoreTables>) => Promise<T>,
  ): Promise<T> {
    const result = await this.#db.transaction().execute(async (transaction) => {
      // First: it takes the lock that every change of the tree waits for.
      await recordRightsChange(transaction, ids.map(documentSubject))
      return change(transaction)
    })
    await this.#feed.look()
    return result
  }
}

const binTimes = (deletedAt: number): { readonly binnedAt: string; readonly removedAt: string } => ({
  binnedAt: new Date(deletedAt).toISOString(),
  removedAt: new Date(deletedAt + BIN_DAYS * DAY_MS).toISOString(),
})
