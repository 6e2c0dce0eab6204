import type { Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/** The emoji that a document has beside its title: a projection of its log, like the title. */
export async function documentIcon(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema.alterTable('document').addColumn('icon', type.text).execute()
}
