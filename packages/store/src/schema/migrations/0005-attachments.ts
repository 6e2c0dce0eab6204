import type { Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/** No foreign key to the document: what is left of one that is gone is found and removed by the sweep. */
export async function attachments(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('attachment')
    .addColumn('document_id', type.id, (column) => column.notNull())
    .addColumn('id', type.id, (column) => column.notNull())
    .addColumn('blob', type.id, (column) => column.notNull())
    .addColumn('upload_key_hash', type.id, (column) => column.notNull())
    .addColumn('name', type.text, (column) => column.notNull())
    .addColumn('kind', type.id, (column) => column.notNull())
    .addColumn('size', type.integer, (column) => column.notNull())
    .addColumn('created_by', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('changed_at', type.integer, (column) => column.notNull())
    .addColumn('completed_at', type.integer)
    .addColumn('type', type.text)
    .addColumn('digest', type.id)
    .addPrimaryKeyConstraint('attachment_key', ['document_id', 'id'])
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('attachment_by_blob').on('attachment').column('blob').execute()
  await db.schema.createIndex('attachment_by_change').on('attachment').columns(['completed_at', 'changed_at']).execute()

  await db.schema
    .createTable('attachment_part')
    .addColumn('blob', type.id, (column) => column.notNull())
    .addColumn('number', type.integer, (column) => column.notNull())
    .addColumn('size', type.integer, (column) => column.notNull())
    .addColumn('digest', type.id, (column) => column.notNull())
    .addColumn('type', type.text)
    .addPrimaryKeyConstraint('attachment_part_key', ['blob', 'number'])
    .modifyEnd(type.clustered)
    .execute()
}
