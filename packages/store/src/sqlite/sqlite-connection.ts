/**
 * One connection to the database file, owned by one worker thread: opened when first needed, opened afresh after an
 * error that puts it in doubt. Statements are prepared once and kept.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { StoreUnavailable } from '../store.ts'
import type { QueryReply, SqlStep, SqlValue } from './worker-message.ts'

/** Prepared statements kept by text. Kysely's texts are few; beyond this the oldest is dropped and prepared again. */
const MAX_KEPT_STATEMENTS = 256

/** How long a statement waits for another process, such as a backup tool, to let go of the file. */
const BUSY_TIMEOUT_MS = 5_000

interface KeptStatement {
  readonly statement: StatementSync
  readonly returnsRows: boolean
}

export class SqliteConnection {
  readonly database: DatabaseSync
  readonly #kept = new Map<string, KeptStatement>()

  /** `create`: the file may be made. Otherwise one that has gone is an error, and not an empty database. */
  constructor(path: string, role: 'writer' | 'reader', create: boolean) {
    const url = pathToFileURL(path)
    url.searchParams.set('mode', create ? 'rwc' : 'rw')
    this.database = new DatabaseSync(url, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true })
    try {
      this.database.exec(role === 'writer' ? WRITER_SETTINGS : READER_SETTINGS)
    } catch (error) {
      this.database.close()
      throw error
    }
  }

  begin(write: boolean): void {
    // IMMEDIATE takes the write lock now: a transaction that upgrades later may fail half-way.
    this.database.exec(write ? 'begin immediate' : 'begin')
  }

  commit(): void {
    this.database.exec('commit')
  }

  /** SQLite rolls some failed transactions back by itself: nothing left to do is fine. */
  rollback(): void {
    if (this.database.isTransaction) this.database.exec('rollback')
  }

  query(sql: string, parameters: readonly SqlValue[], inTransaction: boolean): QueryReply {
    if (inTransaction && !this.database.isTransaction)
      throw new StoreUnavailable('SQLite has rolled the transaction back')
    const { statement, returnsRows } = this.#prepare(sql)
    if (!returnsRows) {
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { ...NO_ROWS, changes: Number(changes), lastInsertRowid: Number(lastInsertRowid) }
    }
    let columns: readonly string[] = []
    const cells: QueryReply['cells'][number][] = []
    const blobs: Uint8Array[] = []
    let changes = 0
    for (const row of statement.iterate(...parameters)) {
      // Asked of the row and not of the statement: SQLite prepares it again by itself when the schema has changed.
      if (changes === 0) columns = Object.keys(row)
      changes += 1
      for (const cell of Object.values(row)) {
        if (cell instanceof Uint8Array) blobs.push(cell)
        cells.push(cell instanceof Uint8Array ? undefined : cell)
      }
    }
    return { columns, cells, blobs: packBlobs(blobs), changes, lastInsertRowid: 0 }
  }

  /** One transaction, or nothing. Answers whether it was committed. */
  together(steps: readonly SqlStep[]): boolean {
    this.begin(true)
    try {
      const done = steps.every(({ sql, parameters, changes }) => this.query(sql, parameters, true).changes === changes)
      if (done) this.commit()
      return done
    } finally {
      this.rollback()
    }
  }

  close(): void {
    this.database.close()
  }

  #prepare(sql: string): KeptStatement {
    const found = this.#kept.get(sql)
    if (found) return found
    const statement = this.database.prepare(sql)
    const kept = { statement, returnsRows: statement.columns().length > 0 }
    if (this.#kept.size >= MAX_KEPT_STATEMENTS) {
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest)
        break
      }
    }
    this.#kept.set(sql, kept)
    return kept
  }
}

// No mmap: a read error in mapped memory is a signal that ends the process, where read() is an error we can report.
// Pages are brought from the WAL into the file by the commit that makes 4096 of them (16 MB), not 1000: such a commit
// waits for a second fsync and for all those pages, and at 10,000 updates a second every fiftieth was one.
const WRITER_SETTINGS = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma cache_size = -65536;
  pragma temp_store = memory;
  pragma wal_autocheckpoint = 4096;
  pragma journal_size_limit = 67108864;
`
const READER_SETTINGS = `
  pragma query_only = on;
  pragma cache_size = -16384;
  pragma temp_store = memory;
`

const packBlobs = (blobs: readonly Uint8Array[]): QueryReply['blobs'] => {
  const bytes = new Uint8Array(blobs.reduce((total, blob) => total + blob.length, 0))
  let at = 0
  for (const blob of blobs) {
    bytes.set(blob, at)
    at += blob.length
  }
  return { bytes, lengths: blobs.map((blob) => blob.length) }
}

const NO_ROWS = { columns: [], cells: [], blobs: { bytes: new Uint8Array(0), lengths: [] } } as const
