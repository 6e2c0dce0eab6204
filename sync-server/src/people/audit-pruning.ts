/**
 * Removes from the audit log what is older than the settings keep. Every replica looks; what two remove at once is
 * removed once. In slices, so that edits get between them.
 */
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { AUDIT_CHECK_MS, AUDIT_PRUNED_AT_ONCE } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { UpkeepWork } from '../upkeep.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** @param days As far back as it goes. */
export const auditPruning = (db: Kysely<StoreTables>, days: number, logger: Logger): UpkeepWork => ({
  everyMs: AUDIT_CHECK_MS,
  failed: 'the audit log could not be pruned',
  async run(stopped) {
    const before = Date.now() - days * DAY_MS
    let removed = 0
    for (let slice = AUDIT_PRUNED_AT_ONCE; slice === AUDIT_PRUNED_AT_ONCE && !stopped(); removed += slice) {
      slice = await pruneSlice(db, before)
    }
    if (removed > 0) logger.info({ removed }, 'audit log pruned')
  },
})

/** The oldest ones. Answers how many went. */
async function pruneSlice(db: Kysely<StoreTables>, before: number): Promise<number> {
  const { numDeletedRows } = await db
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
