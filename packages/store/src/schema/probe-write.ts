/** A smallest durable write that changes nothing: whether the store can write is only known by writing. */
import type { Kysely } from 'kysely'
import type { StoreTables } from './tables.ts'

export async function probeWrite(db: Kysely<StoreTables>): Promise<void> {
  await db
    .updateTable('dure_schema')
    .set((row) => ({ applied_at: row.ref('applied_at') }))
    .where('version', '=', 1)
    .execute()
}
