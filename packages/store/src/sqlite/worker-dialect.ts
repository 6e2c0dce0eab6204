/**
 * Kysely over the SQLite threads. A SELECT outside a transaction goes to a reader, everything else to the writer. A
 * transaction holds one lane to itself: a reader when it was begun `read only`, else the writer.
 */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import type { LaneHold, WorkerLane } from './worker-lane.ts'
import type { QueryReply, SqlValue } from './worker-message.ts'

export interface SqliteLanes {
  readonly writer: WorkerLane
  /** At least one. */
  readonly readers: readonly WorkerLane[]
}

export class WorkerDialect implements Dialect {
  readonly #lanes: SqliteLanes

  constructor(lanes: SqliteLanes) {
    this.#lanes = lanes
  }

  createDriver(): Driver {
    return new WorkerDriver(this.#lanes)
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler()
  }

  createAdapter(): SqliteAdapter {
    return new WorkerAdapter()
  }

  // Kysely's own interface says `any`; the introspector reads catalogue tables only.
  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db)
  }
}

class WorkerAdapter extends SqliteAdapter {
  /** The lanes keep order; kysely's own mutex would make readers wait for the writer. */
  override get supportsMultipleConnections(): boolean {
    return true
  }

  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class WorkerDriver implements Driver {
  readonly #lanes: SqliteLanes
  /** A lane is chosen only when it is known what for: a connection is born without one. */
  readonly #connections = new WeakMap<DatabaseConnection, WorkerConnection>()

  constructor(lanes: SqliteLanes) {
    this.#lanes = lanes
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = new WorkerConnection(this.#lanes)
    this.#connections.set(connection, connection)
    return connection
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    await this.#own(connection).begin(settings.accessMode !== 'read only')
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#own(connection).commit()
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await this.#own(connection).rollback()
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    this.#own(connection).release()
  }

  /** The lanes are opened and closed by the store. */
  async destroy(): Promise<void> {}

  #own(connection: DatabaseConnection): WorkerConnection {
    const own = this.#connections.get(connection)
    if (!own) throw new Error('not a connection of this driver')
    return own
  }
}

class WorkerConnection implements DatabaseConnection {
  readonly #lanes: SqliteLanes
  #hold: LaneHold | undefined

  constructor(lanes: SqliteLanes) {
    this.#lanes = lanes
  }

  async begin(write: boolean): Promise<void> {
    this.#hold = await (write ? this.#lanes.writer : this.#reader()).hold()
    await this.#hold.run({ kind: 'begin', write })
  }

  async commit(): Promise<void> {
    await this.#held().run({ kind: 'commit' })
  }

  async rollback(): Promise<void> {
    await this.#held().run({ kind: 'rollback' })
  }

  release(): void {
    this.#hold?.release()
    this.#hold = undefined
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const request = {
      kind: 'query',
      sql: query.sql,
      parameters: parametersOf(query),
      inTransaction: this.#hold !== undefined,
    } as const
    const lane = this.#hold ?? (SelectQueryNode.is(query.query) ? this.#reader() : this.#lanes.writer)
    const reply = await lane.run(request)
    return {
      // The row's shape is what kysely compiled the query for.
      rows: rowsOf(reply) as R[],
      numAffectedRows: BigInt(reply.changes),
      insertId: BigInt(reply.lastInsertRowid),
    }
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    yield await this.executeQuery<R>(query)
  }

  #held(): LaneHold {
    if (!this.#hold) throw new Error('no transaction is open on this connection')
    return this.#hold
  }

  /** The least busy; one that a transaction holds only when all are held. */
  #reader(): WorkerLane {
    const [first, ...others] = this.#lanes.readers
    if (!first) throw new Error('the SQLite dialect needs a reader')
    const burden = (lane: WorkerLane): number => lane.load + (lane.held ? 1_000_000 : 0)
    return others.reduce((best, lane) => (burden(lane) < burden(best) ? lane : best), first)
  }
}

/** Blobs are views of the one buffer that came from the worker. */
function rowsOf({ columns, cells, blobs }: QueryReply): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = []
  let blob = 0
  let blobAt = 0
  for (let at = 0; at < cells.length; at += columns.length) {
    const row: Record<string, unknown> = {}
    for (const [index, column] of columns.entries()) {
      let cell: unknown = cells[at + index]
      if (cell === undefined) {
        const length = blobs.lengths[blob] ?? 0
        cell = blobs.bytes.subarray(blobAt, blobAt + length)
        blob += 1
        blobAt += length
      }
      row[column] = cell
    }
    rows.push(row)
  }
  return rows
}

/** What a compiled query brings, as it crosses the thread border. */
export const parametersOf = ({ parameters }: CompiledQuery): readonly SqlValue[] =>
  // Kysely types parameters as unknown; a value SQLite cannot take is refused by SQLite with its position.
  parameters.map(withoutSurroundings) as readonly SqlValue[]

/** A view crosses the thread border with the whole buffer behind it, which may be a message of megabytes. */
const withoutSurroundings = (value: unknown): unknown =>
  value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength ? new Uint8Array(value) : value
