/**
 * What somebody may have so many of is counted before one is added, and on Postgres two requests at once would both find
 * the last place free. So each takes the person's row first; on SQLite, with its one writer, that changes nothing.
 */
import type { UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Transaction } from 'kysely'

/** Waits for whoever else changes what this person has; held until the transaction ends. */
export async function lockPerson(transaction: Transaction<StoreTables>, personId: UserId): Promise<void> {
  await transaction
    .updateTable('person')
    .set((row) => ({ version: row.ref('version') }))
    .where('id', '=', personId)
    .execute()
}
