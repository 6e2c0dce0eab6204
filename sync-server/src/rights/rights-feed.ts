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
  if (rows.length > 0) await transaction.insertInto('rights_change').values(rows).execute()
  await transaction
    .deleteFrom('rights_change')
    .where('at', '<', at - RIGHTS_HISTORY_MS)
    .execute()
}

export class RightsFeed {
  readonly #db: Kysely<StoreTables>
  readonly #logger: Logger
  readonly #timer: Timer | undefined
  readonly #listeners = new Set<(subjects: ReadonlySet<string>) => void>()
  #version: number | undefined
  #looking: Promise<void> | undefined
  #lookAgain = false

  /** @param shared Whether other processes may change rights in the same store. */
  constructor(db: Kysely<StoreTables>, clock: Clock, logger: Logger, shared: boolean) {
    this.#db = db
    this.#logger = logger
    this.#timer = shared ? clock.setInterval(() => void this.look(), RIGHTS_CHECK_MS) : undefined
  }

  /** What was changed before is known to nobody here. @throws StoreUnavailable */
  async start(): Promise<void> {
    const { version } = await this.#db
      .selectFrom('rights_clock')
      .select('version')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow()
    this.#version = version
  }

  /** @param listener Must not throw. */
  follow(listener: (subjects: ReadonlySet<string>) => void): void {
    this.#listeners.add(listener)
  }

  /** Reads on, and tells what it finds. Never rejects: what could not be read is read the next time. */
  look(): Promise<void> {
    if (this.#looking) {
      // What is being read may have been read before the change that this call is about.
      this.#lookAgain = true
      return this.#looking
    }
    this.#looking = this.#read()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'cannot read changes of rights'))
      .finally(() => {
        this.#looking = undefined
      })
    return this.#looking
  }

  stop(): void {
    this.#timer?.cancel()
    this.#listeners.clear()
  }

  async #read(): Promise<void> {
    do {
      this.#lookAgain = false
      const since = this.#version
      if (since === undefined) return
      const rows = await this.#db
        .selectFrom('rights_change')
        .select(['version', 'subject'])
        .where('version', '>', since)
        .orderBy('version')
        .limit(MAX_RIGHTS_CHANGES_READ)
        .execute()
      const last = rows.at(-1)
      if (!last) continue
      this.#version = last.version
      const subjects = new Set(rows.map((row) => row.subject))
      for (const listener of this.#listeners) listener(subjects)
      // A full page may end within a version: that version is read again.
      if (rows.length === MAX_RIGHTS_CHANGES_READ) {
        this.#version = last.version - 1
        this.#lookAgain = rows[0]?.version !== last.version
      }
    } while (this.#lookAgain)
  }
}
