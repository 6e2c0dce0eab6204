/**
 * Takes away for good what has been in the bin for `BIN_DAYS`. Every replica looks; whichever marks a page first does
 * it, and one that died over it is made good by another.
 */
import { binnedBefore, type SqlStore } from '@dure/store'
import type { Clock, Timer } from '../clock.ts'
import { BIN_CHECK_MS, BIN_DAYS, MAX_PURGED_AT_ONCE } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { Pages } from './pages.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export class BinPurge {
  readonly #store: Pick<SqlStore, 'database'>
  readonly #pages: Pages
  readonly #logger: Logger
  readonly #timer: Timer
  #running: Promise<void> | undefined
  #stopped = false

  constructor(store: Pick<SqlStore, 'database'>, pages: Pages, clock: Clock, logger: Logger) {
    this.#store = store
    this.#pages = pages
    this.#logger = logger
    this.#timer = clock.setInterval(() => void this.look(), BIN_CHECK_MS)
  }

  /** Never rejects: what could not be taken away is taken the next time. */
  look(): Promise<void> {
    this.#running ??= this.#purge()
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'the bin could not be emptied'))
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

  async #purge(): Promise<void> {
    const before = Date.now() - BIN_DAYS * DAY_MS
    const due = await binnedBefore(this.#store.database, before, MAX_PURGED_AT_ONCE)
    for (const id of due) {
      if (this.#stopped) return
      const removed = await this.#pages.removeForGood(id, undefined, before)
      if (removed > 0) this.#logger.info({ document: id, removed }, 'taken out of the bin for good')
    }
  }
}
