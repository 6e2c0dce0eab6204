/**
 * The store at scale: Postgres, shared by all replicas. A document's row is its lock: whoever appends to it holds it
 * from the reading of its head to the commit.
 */
import { Kysely, PostgresDialect, sql } from 'kysely'
import { createDocumentCatalog } from '../document-catalog.ts'
import { createLineage } from '../lineage.ts'
import { migrate } from '../schema/migrate.ts'
import { probeWrite } from '../schema/probe-write.ts'
import type { StoreTables } from '../schema/tables.ts'
import type { SqlStore } from '../sql-store.ts'
import { StoreRefused } from '../store.ts'
import type { Step } from '../together.ts'
import { createUpdateLog } from '../update-log.ts'
import { appendToPostgres } from './append.ts'
import { PostgresConnections, poolForKysely } from './postgres-connections.ts'
import { openFailureOf } from './postgres-failure.ts'

export interface PostgresStoreOptions {
  /** `postgresql://user:password@host:port/database`. A pooler on the way must keep a connection for a whole session. */
  readonly connectionString: string
  /** Most connections this process opens. Appends take one at a time, requests one each. */
  readonly maxConnections?: number
}

const DEFAULT_CONNECTIONS = 10

/** Long enough for the load of a large document, short enough that a stuck server is noticed. */
const STATEMENT_TIMEOUT_MS = 15_000

/** A migration may rewrite large tables, or wait for the other replica that does. */
const MIGRATION_TIMEOUT_MS = 10 * 60_000

/**
 * @throws StoreRefused when the database may not be entered, is not in UTF-8, or holds a newer or another store.
 * @throws StoreUnavailable when the server cannot be reached just now.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<SqlStore> {
  const { connectionString, maxConnections = DEFAULT_CONNECTIONS } = options
  await prepare(connectionString)
  const connections = new PostgresConnections({
    connectionString,
    maxConnections,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  })
  const database = kyselyOver(connections)
  return {
    kind: 'postgres',
    database,
    log: createUpdateLog(
      database,
      (batch) => appendToPostgres(connections, batch),
      (steps) => inTransaction(database, steps),
    ),
    lineage: createLineage(database),
    documents: createDocumentCatalog(database),
    check: () => probeWrite(database),
    close: () => connections.close(),
  }
}

function inTransaction(database: Kysely<StoreTables>, steps: readonly Step[]): Promise<boolean> {
  const done = database.transaction().execute(async (transaction) => {
    for (const { query, changes } of steps) {
      const { numAffectedRows } = await transaction.executeQuery(query)
      if (numAffectedRows !== BigInt(changes)) throw new OtherwiseThanMeant()
    }
    return true
  })
  return done.catch((error: unknown) => {
    if (error instanceof OtherwiseThanMeant) return false
    throw error
  })
}

/** Rolls the transaction back; goes no further than this file. */
class OtherwiseThanMeant extends Error {}

/** Over connections of its own, whose statements may take long. */
async function prepare(connectionString: string): Promise<void> {
  const connections = new PostgresConnections({
    connectionString,
    maxConnections: 1,
    statementTimeoutMs: MIGRATION_TIMEOUT_MS,
  })
  const database = kyselyOver(connections)
  try {
    const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(database)
    const encoding = rows[0]?.server_encoding
    if (encoding !== 'UTF8') {
      throw new StoreRefused(`The store needs a Postgres database in UTF8, this one is in ${encoding}.`)
    }
    await migrate(database, 'postgres')
  } catch (error) {
    throw openFailureOf(error)
  } finally {
    await connections.close()
  }
}

const kyselyOver = (connections: PostgresConnections): Kysely<StoreTables> =>
  new Kysely<StoreTables>({ dialect: new PostgresDialect({ pool: poolForKysely(connections) }) })
