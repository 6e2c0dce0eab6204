/**
 * Takes away for good what has been in the bin for `BIN_DAYS`. Every replica looks; whichever marks a page first does
 * it, and one that died over it is made good by another.
 */
import { binnedBefore, type SqlStore } from '@dure/store'
import { BIN_CHECK_MS, BIN_DAYS, MAX_PURGED_AT_ONCE } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { UpkeepWork } from '../upkeep.ts'
import type { Pages } from './pages.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export const binPurge = (store: Pick<SqlStore, 'database'>, pages: Pages, logger: Logger): UpkeepWork => ({
  everyMs: BIN_CHECK_MS,
  failed: 'the bin could not be emptied',
  async run(stopped) {
    const before = Date.now() - BIN_DAYS * DAY_MS
    const due = await binnedBefore(store.database, before, MAX_PURGED_AT_ONCE)
    for (const id of due) {
      if (stopped()) return
      const removed = await pages.removeForGood(id, undefined, before)
      if (removed > 0) logger.info({ document: id, removed }, 'taken out of the bin for good')
    }
  },
})
