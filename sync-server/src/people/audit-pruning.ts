/**
 * Removes from the audit log what is older than the settings keep. Every replica looks; what two remove at once is
 * removed once. In slices, so that edits get between them.
 */
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import type { Clock, Timer } from '../clock.ts'
import { AUDIT_CHECK_MS, AUDIT_PRUNED_AT_ONCE } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export class AuditPruning {
  readonly #db: Kysely<StoreTables>
  readonly #days: number
  readonly #logger: Logger
  readonly #timer: Timer
  #running: Promise<void> | undefined
  #stopped = false

  constructor(db: Kysely<StoreTables>, days: number, clock: Clock, logger: Logger) {
    this.#db = db
    this.#days = days
    this.#logger = logger
    this.#timer = clock.setInterval(() => void this.look(), AUDIT_CHECK_MS)
  }

  /** Never rejects: what could not be removed is removed the next time. */
  look(): Promise<void> {
    this.#running ??= this.#prune()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'the audit log could not be pruned'))
      .finally(() => {
        this.#running = undefined
      })
    return this.#running
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer.cancel()
    await this.#running
  }

  async #prune(): Promise<void> {
    const before = Date.now() - this.#days * DAY_MS
    let removed = 0
    for (let slice = AUDIT_PRUNED_AT_ONCE; slice === AUDIT_PRUNED_AT_ONCE && !this.#stopped; removed += slice) {
      slice = await this.#pruneSlice(before)
    }
    if (removed > 0) this.#logger.info({ removed }, 'audit log pruned')
  }

  /** The oldest ones. Answers how many went. */
  async #pruneSlice(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('audit_event')
      .where('id', 'in', ({ selectFrom }) =>
        selectFrom('audit_event')
          .select('id')
          .where('at', '<', before)
          .orderBy('at')
          .orderBy('id', 'desc')
          .limit(AUDIT_PRUNED_AT_ONCE),
      )
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  }
}
