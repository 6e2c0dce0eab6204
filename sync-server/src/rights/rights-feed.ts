/**
 * What changed about rights, told to the sessions that are open on this replica.
 *
 * Each change of rights writes whose or which rights it touched in its own transaction, under a version that a locked
 * row hands out, so versions become visible in their order. A replica reads on from the version it knows: at once
 * after a change of its own, and every half second for those of others. No message between replicas is needed, so it
 * is the same whether Redis is there or not (ADR 11).
 */
import type { DocumentId, UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import type { Clock, Timer } from '../clock.ts'
import { MAX_RIGHTS_CHANGES_READ, RIGHTS_CHECK_MS, RIGHTS_HISTORY_MS } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'

/** What rights may hang on. */
export type RightsSubject = `document:${string}` | `person:${string}` | `credential:${string}`

export const documentSubject = (id: DocumentId): RightsSubject => `document:${id}`
export const personSubject = (id: UserId): RightsSubject => `person:${id}`
export const credentialSubject = (id: string): RightsSubject => `credential:${id}`

/** Part of the transaction that changes rights; `RightsFeed.look` follows its commit. */
export async function recordRightsChange(
  transaction: Transaction<StoreTables>,
  subjects: readonly RightsSubject[],
): Promise<void> {
  const { version } = await transaction
    .updateTable('rights_clock')
    .set((row) => ({ version: row('version', '+', 1) }))
    .where('id', '=', 1)
    .returning('version')
    .executeTakeFirstOrThrow()
  const at = Date.now()
  const rows = [...new Set(subjects)].map((subject) => ({ version, subject, at }))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await transaction
      .insertInto('rights_change')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
  // Versions and times rise together, so this looks at what goes and at one row more.
  await transaction
    .deleteFrom('rights_change')
    .where('version', '<', ({ selectFrom }) =>
      selectFrom('rights_change')
        .select('version')
        .where('at', '>=', at - RIGHTS_HISTORY_MS)
        .orderBy('version')
        .limit(1),
    )
    .execute()
}

/** Rows of one statement: both databases take some thousands of values. */
const ROWS_AT_ONCE = 1000

export class RightsFeed {
  readonly #db: Kysely<StoreTables>
  readonly #logger: Logger
  readonly #clock: Clock
  readonly #timer: Timer | undefined
  #retry: Timer | undefined
  readonly #listeners = new Set<(subjects: ReadonlySet<string>) => void>()
  /** How far was read; of that version up to this subject, where a page ended within it. */
  #read: { readonly version: number; readonly subject: string | undefined } | undefined
  #looking: Promise<void> | undefined
  #lookAgain = false
  #stopped = false

  /** @param shared Whether other processes may change rights in the same store. */
  constructor(db: Kysely<StoreTables>, clock: Clock, logger: Logger, shared: boolean) {
    this.#db = db
    this.#logger = logger
    this.#clock = clock
    this.#timer = shared ? clock.setInterval(() => void this.look(), RIGHTS_CHECK_MS) : undefined
  }

  /** What was changed before is known to nobody here. @throws StoreUnavailable */
  async start(): Promise<void> {
    const { version } = await this.#db
      .selectFrom('rights_clock')
      .select('version')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow()
    this.#read = { version, subject: undefined }
  }

  /** @param listener Must not throw. */
  follow(listener: (subjects: ReadonlySet<string>) => void): void {
    this.#listeners.add(listener)
  }

  /** Reads on, and tells what it finds. Never rejects: what could not be read is read a moment later. */
  look(): Promise<void> {
    // What is being read may have been read before the change that this call is about.
    this.#lookAgain = true
    this.#looking ??= this.#readOn()
    return this.#looking
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#retry?.cancel()
    this.#listeners.clear()
  }

  async #readOn(): Promise<void> {
    try {
      while (this.#lookAgain) {
        this.#lookAgain = false
        if ((await this.#readPage()) === MAX_RIGHTS_CHANGES_READ) this.#lookAgain = true
      }
    } catch (error) {
      this.#logger.warn({ err: error }, 'cannot read changes of rights')
      // Where this is the only process, nobody else would look before the next change.
      this.#retry?.cancel()
      if (!this.#stopped) this.#retry = this.#clock.setTimeout(() => void this.look(), RIGHTS_CHECK_MS)
    } finally {
      // In the same turn as the last look at `#lookAgain`: whoever asks after it begins anew.
      this.#looking = undefined
    }
  }

  /** Answers how many there were. */
  async #readPage(): Promise<number> {
    const read = this.#read
    if (!read) return 0
    const { version, subject } = read
    const rows = await this.#db
      .selectFrom('rights_change')
      .select(['version', 'subject'])
      // Implied by the next condition, but this one starts in the index.
      .where('version', '>=', version)
      .where(({ eb, or, and }) =>
        or([
          eb('version', '>', version),
          ...(subject === undefined ? [] : [and([eb('version', '=', version), eb('subject', '>', subject)])]),
        ]),
      )
      .orderBy('version')
      .orderBy('subject')
      .limit(MAX_RIGHTS_CHANGES_READ)
      .execute()
    const last = rows.at(-1)
    if (!last) return 0
    // Of a page that is not full, the last version is there whole: all of a version becomes visible at once.
    const more = rows.length === MAX_RIGHTS_CHANGES_READ
    this.#read = { version: last.version, subject: more ? last.subject : undefined }
    const subjects = new Set(rows.map((row) => row.subject))
    for (const listener of this.#listeners) listener(subjects)
    return rows.length
  }
}
