import { sql, type Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/** Second factors and passkeys, what an invitation by mail proves, and the audit log by person. Times are Unix ms. */
export async function waysToSignIn(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('second_factor')
    .addColumn('person_id', type.id, (column) => column.primaryKey().notNull().references('person.id'))
    .addColumn('secret', type.text, (column) => column.notNull())
    .addColumn('last_counter', type.integer, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('confirmed_at', type.integer)
    .modifyEnd(type.plain)
    .execute()

  await db.schema
    .createTable('recovery_code')
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('code_hash', type.id, (column) => column.notNull())
    .addPrimaryKeyConstraint('recovery_code_key', ['person_id', 'code_hash'])
    .modifyEnd(type.clustered)
    .execute()

  await db.schema
    .createTable('passkey')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('name', type.text, (column) => column.notNull())
    .addColumn('credential_id', type.id, (column) => column.notNull().unique())
    .addColumn('public_key', type.text, (column) => column.notNull())
    .addColumn('counter', type.integer, (column) => column.notNull())
    .addColumn('transports', type.text, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('last_used_at', type.integer)
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('passkey_by_person').on('passkey').column('person_id').execute()

  await db.schema
    .alterTable('invitation')
    .addColumn('mailed', type.integer, (column) => column.notNull().defaultTo(sql.lit(0)))
    .execute()

  await db.schema
    .createIndex('audit_event_by_person')
    .on('audit_event')
    .columns(['person_id', 'at desc', 'id'])
    .execute()
  await db.schema
    .createIndex('audit_event_by_subject')
    .on('audit_event')
    .columns(['subject', 'at desc', 'id'])
    .execute()
}
