/**
 * The connections to Postgres: settings that durability and bounded waits rest on, numbers that arrive as numbers, and
 * errors that arrive as the store's own. A connection that breaks is dropped and replaced; none of its events can end
 * the process.
 */
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { StoreUnavailable } from '../store.ts'
import { failureOf } from './postgres-failure.ts'

export interface PostgresConnectionsOptions {
  readonly connectionString: string
  readonly maxConnections: number
  /** How long one statement may take; the server ends it. */
  readonly statementTimeoutMs: number
}

/** Connections asked for or given out; a server that stalls must not let them grow without bound. Beyond: StoreUnavailable. */
const MAX_IN_USE = 10_000

/** A server that does not answer the dial is down. */
const CONNECT_TIMEOUT_MS = 5_000

/** The server gave up long before: whoever does not answer now is a broken connection, which is closed. */
const ANSWER_GRACE_MS = 5_000

/** Waiting longer than this for another transaction's lock means that one is stuck. */
const LOCK_TIMEOUT_MS = 5_000

/** A transaction whose process forgot it must not hold its locks for ever. */
const IDLE_IN_TRANSACTION_MS = 10_000

export class PostgresConnections {
  readonly #pool: pg.Pool
  /** Asked for or given out. */
  #inUse = 0
  #closing: Promise<void> | undefined
  #idle: (() => void) | undefined

  constructor(options: PostgresConnectionsOptions) {
    this.#pool = new pg.Pool({
      connectionString: options.connectionString,
      max: options.maxConnections,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: options.statementTimeoutMs + ANSWER_GRACE_MS,
      keepAlive: true,
      // Statements that do not need each other's results share a round trip.
      pipeline: true,
      types: { getTypeParser },
      fallback_application_name: 'dure',
      onConnect: async (client) => {
        // By statement and not by start-up parameter: poolers refuse those.
        const [, found] = await Promise.all([
          client.query(`
            set synchronous_commit = on;
            set statement_timeout = ${options.statementTimeoutMs};
            set lock_timeout = ${LOCK_TIMEOUT_MS};
            set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`),
          client.query<{ standby: boolean }>('select pg_is_in_recovery() as standby'),
        ])
        // It would answer reads, with less than others were told, and keep the connection when it is promoted.
        if (found.rows[0]?.standby !== false) {
          throw new StoreUnavailable('Postgres: this server follows another one and takes no writes')
        }
      },
    })
    // A lost idle connection is the pool's event, a lost busy one the client's; without a listener either would end
    // the process. Whoever uses the connection learns of it from the query that fails.
    this.#pool.on('error', () => undefined)
    this.#pool.on('connect', (client) => client.on('error', () => undefined))
  }

  /** @throws StoreUnavailable when there is none to be had, or the store is closed. */
  async acquire(): Promise<pg.PoolClient> {
    if (this.#closing) throw new StoreUnavailable('The store is closed')
    if (this.#inUse >= MAX_IN_USE) throw new StoreUnavailable(`Postgres: ${MAX_IN_USE} requests are waiting already`)
    this.#inUse += 1
    try {
      return await this.#pool.connect()
    } catch (error) {
      this.#returned()
      throw failureOf(error)
    }
  }

  /** `broken` connections are closed, which also rolls back what they had begun. */
  release(client: pg.PoolClient, broken: boolean): void {
    client.release(broken)
    this.#returned()
  }

  /** Waits for what was handed in, then closes every connection. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  #returned(): void {
    this.#inUse -= 1
    if (this.#inUse === 0) this.#idle?.()
  }

  async #close(): Promise<void> {
    // The pool would let whoever is still waiting for a connection wait in vain.
    if (this.#inUse > 0) await new Promise<void>((resolve) => (this.#idle = resolve))
    await this.#pool.end()
  }
}

/** The connections as kysely takes them. */
export function poolForKysely(connections: PostgresConnections): PostgresPool {
  // Kysely recognises a connection by its object: one client, one wrapper.
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    options: {},
    end: () => connections.close(),
    async connect() {
      const client = await connections.acquire()
      const known = wrapped.get(client)
      if (known) return known
      const wrapper = wrap(client, (broken) => connections.release(client, broken))
      wrapped.set(client, wrapper)
      return wrapper
    },
  }
}

function wrap(client: pg.PoolClient, release: (broken: boolean) => void): PostgresPoolClient {
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query(sql: unknown, parameters: readonly unknown[] = []): unknown {
    if (typeof sql !== 'string') throw new TypeError('a pipelined connection has no cursors')
    return client.query(sql, [...parameters]).catch(raise)
  }
  return { query, release: (destroy = false) => release(destroy) }
}

const raise = (error: unknown): never => {
  throw failureOf(error)
}

const { INT8, BYTEA } = pg.types.builtins

/** The one place where columns become JavaScript values other than the driver's. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') => {
  if (oid === INT8 && format !== 'binary') return parseInt8
  if (oid === BYTEA && format !== 'binary') return parseBytes
  return pg.types.getTypeParser(oid, format)
}

/** Our numbers stay far below 2^53, and one above is an error. */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is above 2^53`)
  return value
}

/** A plain Uint8Array as from SQLite, and not a Buffer, whose `slice` shares where an array's copies. */
function parseBytes(text: string): Uint8Array {
  const buffer = Buffer.from(text.slice(2), 'hex')
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}
