import { sql, type Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/**
 * Pages under pages in an order of their own, and what people keep about pages: favourites, what they opened, what they
 * ask to be let into. Documents that are there get no place yet: they stand before all others, in the order of ids.
 */
export async function pageTree(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema
    .alterTable('document')
    .addColumn('place', type.id, (column) => column.notNull().defaultTo(sql.lit('')))
    .execute()
  await db.schema.alterTable('document').addColumn('deleted_by', type.id).execute()
  await db.schema.alterTable('document').addColumn('removing_at', type.integer).execute()
  await db.schema.createIndex('document_by_place').on('document').columns(['parent_id', 'place', 'id']).execute()
  await db.schema.dropIndex('document_by_parent').execute()
  await db.schema
    .createIndex('document_in_bin')
    .on('document')
    .column('deleted_at')
    .where(sql.ref('deleted_at'), 'is not', null)
    .execute()

  for (const [table, time] of [
    ['favourite', 'created_at'],
    ['opening', 'at'],
  ] as const) {
    await db.schema
      .createTable(table)
      .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
      .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
      .addColumn(time, type.integer, (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_key`, ['person_id', 'document_id'])
      .modifyEnd(type.clustered)
      .execute()
    await db.schema.createIndex(`${table}_by_document`).on(table).column('document_id').execute()
  }
  await db.schema.createIndex('opening_by_time').on('opening').columns(['person_id', 'at desc']).execute()

  await db.schema
    .createTable('access_request')
    .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('role', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('declined_at', type.integer)
    .addPrimaryKeyConstraint('access_request_key', ['document_id', 'person_id'])
    .modifyEnd(type.clustered)
    .execute()
  await db.schema.createIndex('access_request_by_person').on('access_request').column('person_id').execute()
}
