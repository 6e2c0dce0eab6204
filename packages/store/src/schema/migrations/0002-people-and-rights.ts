import { sql, type Transaction } from 'kysely'
import type { ColumnTypes } from '../column-types.ts'
import type { StoreTables } from '../tables.ts'

/**
 * People, how they prove who they are, and what they may do. The tables of sign-in (`person`, `sign_in`, `credential`,
 * `verification`) are written by better-auth too, which keeps times as ISO 8601 text; all others are Unix ms.
 */
export async function peopleAndRights(db: Transaction<StoreTables>, type: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('person')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('email', type.id, (column) => column.notNull().unique())
    .addColumn('name', type.text, (column) => column.notNull())
    .addColumn('email_verified', type.integer, (column) => column.notNull())
    .addColumn('image', type.text)
    .addColumn('created_at', type.id, (column) => column.notNull())
    .addColumn('updated_at', type.id, (column) => column.notNull())
    .addColumn('disabled_at', type.integer)
    .modifyEnd(type.plain)
    .execute()

  await db.schema
    .createTable('sign_in')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('token', type.id, (column) => column.notNull().unique())
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('expires_at', type.id, (column) => column.notNull())
    .addColumn('ip_address', type.text)
    .addColumn('user_agent', type.text)
    .addColumn('created_at', type.id, (column) => column.notNull())
    .addColumn('updated_at', type.id, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('sign_in_by_person').on('sign_in').column('person_id').execute()

  await db.schema
    .createTable('credential')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('provider_id', type.id, (column) => column.notNull())
    .addColumn('account_id', type.id, (column) => column.notNull())
    .addColumn('password', type.text)
    .addColumn('access_token', type.text)
    .addColumn('refresh_token', type.text)
    .addColumn('id_token', type.text)
    .addColumn('access_token_expires_at', type.id)
    .addColumn('refresh_token_expires_at', type.id)
    .addColumn('scope', type.text)
    .addColumn('created_at', type.id, (column) => column.notNull())
    .addColumn('updated_at', type.id, (column) => column.notNull())
    .addUniqueConstraint('credential_of_provider', ['provider_id', 'account_id'])
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('credential_by_person').on('credential').column('person_id').execute()

  await db.schema
    .createTable('verification')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('identifier', type.id, (column) => column.notNull())
    .addColumn('value', type.text, (column) => column.notNull())
    .addColumn('expires_at', type.id, (column) => column.notNull())
    .addColumn('created_at', type.id, (column) => column.notNull())
    .addColumn('updated_at', type.id, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('verification_by_identifier').on('verification').column('identifier').execute()

  await db.schema
    .createTable('workspace')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('name', type.text, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()

  await db.schema
    .createTable('membership')
    .addColumn('workspace_id', type.id, (column) => column.notNull().references('workspace.id'))
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('role', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('membership_key', ['workspace_id', 'person_id'])
    .modifyEnd(type.clustered)
    .execute()
  await db.schema.createIndex('membership_by_person').on('membership').column('person_id').execute()

  // Documents from before there were accounts belong to nobody until the first run gives them to the owner.
  await db.schema.alterTable('document').addColumn('workspace_id', type.id).execute()
  await db.schema.alterTable('document').addColumn('owner_id', type.id).execute()
  await db.schema.alterTable('document').addColumn('parent_id', type.id).execute()
  await db.schema
    .alterTable('document')
    .addColumn('reach', type.id, (column) => column.notNull().defaultTo(sql.lit('restricted')))
    .execute()
  await db.schema
    .alterTable('document')
    .addColumn('reach_role', type.id, (column) => column.notNull().defaultTo(sql.lit('viewer')))
    .execute()
  await db.schema.alterTable('document').addColumn('deleted_at', type.integer).execute()
  await db.schema.createIndex('document_by_owner').on('document').column('owner_id').execute()
  await db.schema.createIndex('document_by_parent').on('document').column('parent_id').execute()

  await db.schema
    .createTable('document_grant')
    .addColumn('document_id', type.id, (column) => column.notNull().references('document.id'))
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('role', type.id, (column) => column.notNull())
    .addColumn('granted_by', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('document_grant_key', ['document_id', 'person_id'])
    .modifyEnd(type.clustered)
    .execute()
  await db.schema.createIndex('document_grant_by_person').on('document_grant').column('person_id').execute()

  await db.schema
    .createTable('invitation')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('token_hash', type.id, (column) => column.notNull().unique())
    .addColumn('workspace_id', type.id, (column) => column.notNull().references('workspace.id'))
    .addColumn('email', type.id)
    .addColumn('role', type.id, (column) => column.notNull())
    .addColumn('document_id', type.id)
    .addColumn('document_role', type.id)
    .addColumn('created_by', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('expires_at', type.integer, (column) => column.notNull())
    .addColumn('accepted_by', type.id)
    .addColumn('accepted_at', type.integer)
    .modifyEnd(type.plain)
    .execute()

  await db.schema
    .createTable('access_token')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('token_hash', type.id, (column) => column.notNull().unique())
    .addColumn('person_id', type.id, (column) => column.notNull().references('person.id'))
    .addColumn('name', type.text, (column) => column.notNull())
    .addColumn('scope', type.id, (column) => column.notNull())
    .addColumn('created_at', type.integer, (column) => column.notNull())
    .addColumn('expires_at', type.integer)
    .addColumn('last_used_at', type.integer)
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('access_token_by_person').on('access_token').column('person_id').execute()

  await db.schema
    .createTable('rights_clock')
    .addColumn('id', type.integer, (column) => column.primaryKey().notNull())
    .addColumn('version', type.integer, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()
  await db.insertInto('rights_clock').values({ id: 1, version: 0 }).execute()
  await db.schema
    .createTable('rights_change')
    .addColumn('version', type.integer, (column) => column.notNull())
    .addColumn('subject', type.id, (column) => column.notNull())
    .addColumn('at', type.integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('rights_change_key', ['version', 'subject'])
    .modifyEnd(type.clustered)
    .execute()

  await db.schema
    .createTable('audit_event')
    .addColumn('id', type.id, (column) => column.primaryKey().notNull())
    .addColumn('at', type.integer, (column) => column.notNull())
    .addColumn('person_id', type.id)
    .addColumn('action', type.id, (column) => column.notNull())
    .addColumn('subject', type.text, (column) => column.notNull())
    .addColumn('detail', type.text, (column) => column.notNull())
    .addColumn('address', type.text, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()
  await db.schema.createIndex('audit_event_by_time').on('audit_event').columns(['at desc', 'id']).execute()

  await db.schema
    .createTable('setting')
    .addColumn('name', type.id, (column) => column.primaryKey().notNull())
    .addColumn('value', type.text, (column) => column.notNull())
    .modifyEnd(type.plain)
    .execute()
}
