/**
 * Changes of the tree happen one after the other on both databases, and each sees all that came before it: each locks
 * the one row of `rights_clock` first, which changes of rights take too. Appends never take that row.
 */
import type { Transaction } from 'kysely'
import type { StoreTables } from './schema/tables.ts'

/** Waits for whatever is changing the tree; held until the transaction ends. */
export async function lockTree(transaction: Transaction<StoreTables>): Promise<void> {
  await transaction
    .updateTable('rights_clock')
    .set((row) => ({ version: row.ref('version') }))
    .where('id', '=', 1)
    .execute()
}
