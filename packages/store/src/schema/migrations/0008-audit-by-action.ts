import type { Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/** So that what is rare in the audit log is found without reading all of it. */
export async function auditByAction(db: Transaction<StoreTables>, _type: ColumnTypes): Promise<void> {
  await db.schema.createIndex('audit_event_by_action').on('audit_event').columns(['action', 'at desc', 'id']).execute()
}
