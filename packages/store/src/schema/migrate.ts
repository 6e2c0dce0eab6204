/**
 * Brings a database to the present schema, one step a transaction, so that a crash leaves it between two versions and
 * never inside one. Two processes may call this at the same moment: Postgres holds an advisory lock through each step,
 * and SQLite has one writer.
 */
import { type Kysely, sql } from 'kysely'
import { StoreRefused, StoreUnavailable } from '../store.ts'
import { columnTypesOf, type DatabaseKind } from './column-types.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { StoreTables } from './tables.ts'

/** `dure` in ASCII: any constant does, as long as every version uses the same. */
const ADVISORY_LOCK = 0x64757265

/**
 * @throws StoreRefused when the database is newer than this version, or is not one of ours.
 * @throws StoreUnavailable when the database cannot do it just now.
 */
export async function migrate(db: Kysely<StoreTables>, kind: DatabaseKind): Promise<void> {
  while ((await runNextStep(db, kind)) === 'more') {
    // Each turn commits one step.
  }
}

const runNextStep = (db: Kysely<StoreTables>, kind: DatabaseKind): Promise<'more' | 'done'> =>
  db.transaction().execute(async (transaction) => {
    const type = columnTypesOf(kind)
    if (kind === 'postgres') {
      // The other replica's step is waited for, however long it takes.
      await sql`set local lock_timeout = 0`.execute(transaction)
      await sql`select pg_advisory_xact_lock(${sql.lit(ADVISORY_LOCK)})`.execute(transaction)
    }
    await transaction.schema
      .createTable('dure_schema')
      .ifNotExists()
      .addColumn('version', type.integer, (column) => column.primaryKey().notNull())
      .addColumn('applied_at', type.integer, (column) => column.notNull())
      .modifyEnd(type.plain)
      .execute()
    const { version } = await transaction
      .selectFrom('dure_schema')
      .select((expression) => expression.fn.coalesce(expression.fn.max('version'), sql<number>`0`).as('version'))
      .executeTakeFirstOrThrow()
    if (version > MIGRATIONS.length) {
      throw new StoreRefused(
        `The store has schema version ${version}, but this version of Dure knows only up to ${MIGRATIONS.length}: start the newer version that wrote it.`,
      )
    }
    const step = MIGRATIONS[version]
    if (!step) return 'done'
    try {
      await step(transaction, type)
    } catch (cause) {
      if (cause instanceof StoreUnavailable) throw cause
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new StoreRefused(`The store cannot be brought to schema version ${version + 1}: ${reason}`, { cause })
    }
    await transaction
      .insertInto('dure_schema')
      .values({ version: version + 1, applied_at: Date.now() })
      .execute()
    return 'more'
  })
