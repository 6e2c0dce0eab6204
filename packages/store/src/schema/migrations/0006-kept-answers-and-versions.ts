import { sql, type Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/** What the API keeps to answer the same request the same way, and versions of what is changed only as it was seen. */
export async function keptAnswersAndVersions(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('kept_answer')
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('key_hash', type.id, (column) => column.notNull())
    .addColumn('request_hash', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('answer', type.bytes)
    .addPrimaryKeyConstraint('kept_answer_key', ['person_id', 'key_hash'])
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('kept_answer_by_time').on('kept_answer').column('created_at').execute()

  for (const [table, column] of [
    ['person', 'version'],
    ['membership', 'version'],
    ['document', 'access_version'],
  ] as const) {
    await db.schema
      .alterTable(table)
      .addColumn(column, type.integer, (definition) => definition.notNull().defaultTo(sql.lit(1)))
      .execute()
  }
}
