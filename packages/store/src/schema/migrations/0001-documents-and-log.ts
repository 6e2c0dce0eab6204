import type { Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

export async function documentsAndLog(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('document')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('epoch', type.integer, (column) => column.notNull())
    .addColumn('head', type.integer, (column) => column.notNull())
    .addColumn('title', type.text, (column) => column.notNull())
    .addColumn('title_seq', type.integer, (column) => column.notNull())
    .addColumn('created_by', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('updated_at', type.integer, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('document_by_change').on('document').columns(['updated_at desc', 'id']).execute()

  // No foreign key: an append holds the document's lock and has seen it, and a check for each row would be paid
  // thousands of times a second.
  await db.schema
    .createTable('log_row')
    .addColumn('document_id', type.id, (column) => column.notNull())
    .addColumn('seq', type.integer, (column) => column.notNull())
    .addColumn('at', type.integer, (column) => column.notNull())
    .addColumn('user_id', type.id, (column) => column.notNull())
    .addColumn('session_id', type.id, (column) => column.notNull())
    .addColumn('client_seq', type.integer, (column) => column.notNull())
    .addColumn('bytes', type.bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('log_row_key', ['document_id', 'seq'])
    .modifyEnd(type.clustered)
    .execute()

  await db.schema
    .createTable('snapshot')
    .addColumn('document_id', type.id, (column) => column.primaryKey().notNull().references('document.id'))
    .addColumn('seq', type.integer, (column) => column.notNull())
    .addColumn('bytes', type.bytes, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()

  await db.schema
    .createTable('author')
    .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
    .addColumn('yjs_client_id', type.integer, (column) => column.notNull())
    .addColumn('user_id', type.id, (column) => column.notNull())
    .addPrimaryKeyConstraint('author_key', ['document_id', 'yjs_client_id'])
    .modifyEnd(type.clustered)
    .execute()

  await db.schema
    .createTable('session_cursor')
    .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
    .addColumn('session_id', type.id, (column) => column.notNull())
    .addColumn('client_seq', type.integer, (column) => column.notNull())
    .addColumn('last_day', type.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('session_cursor_key', ['document_id', 'session_id'])
    .modifyEnd(type.clustered)
    .execute()
  await db.schema.createIndex('session_cursor_by_day').on('session_cursor').column('last_day').execute()

  await db.schema
    .createTable('segment')
    .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
    .addColumn('from_seq', type.integer, (column) => column.notNull())
    .addColumn('through_seq', type.integer, (column) => column.notNull())
    .addColumn('raw_bytes', type.integer, (column) => column.notNull())
    .addColumn('bytes', type.bytes, (column) => column.notNull())
    .addPrimaryKeyConstraint('segment_key', ['document_id', 'from_seq'])
    .modifyEnd(type.plain)
    .execute()

  await db.schema
    .createTable('quarantine')
    .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
    .addColumn('seq', type.integer, (column) => column.notNull())
    .addColumn('at', type.integer, (column) => column.notNull())
    .addColumn('reason', type.text, (column) => column.notNull())
    .addPrimaryKeyConstraint('quarantine_key', ['document_id', 'seq'])
    .modifyEnd(type.clustered)
    .execute()
}
