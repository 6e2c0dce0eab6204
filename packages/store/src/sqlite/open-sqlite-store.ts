/**
 * The embedded store: one SQLite file in a directory of its own, one process a directory. The main thread never waits
 * for the disk or a lock: the file is reached through worker threads only, one that writes and a few that read.
 */
import { mkdir, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Kysely } from 'kysely'
import { createDocumentCatalog } from '../document-catalog.ts'
import { createLineage } from '../lineage.ts'
import { migrate } from '../schema/migrate.ts'
import { probeWrite } from '../schema/probe-write.ts'
import type { StoreTables } from '../schema/tables.ts'
import type { SqlStore } from '../sql-store.ts'
import { type AppendOutcome, type AppendRequest, StoreRefused, StoreUnavailable } from '../store.ts'
import type { Step } from '../together.ts'
import { createUpdateLog } from '../update-log.ts'
import { packBatch, unpackOutcomes } from './packed-batch.ts'
import { parametersOf, WorkerDialect } from './worker-dialect.ts'
import { WorkerLane } from './worker-lane.ts'
import type { SqlStep } from './worker-message.ts'

export interface SqliteStoreOptions {
  /** Created with mode 0700 when it does not exist. */
  readonly directory: string
}

/** Loads of cold documents run beside each other and beside the listing; more threads than that only cost memory. */
const READER_COUNT = 2

/** A store on a disk with less room than this is not ready: a transaction may need as much. */
const MIN_FREE_BYTES = 1024 * 1024

/** `check` gives up after this: a disk that hangs is not ready. */
const CHECK_TIMEOUT_MS = 5_000

/**
 * @throws StoreRefused when the directory is in use, cannot be written to, or holds a newer or another store.
 * @throws StoreUnavailable when the disk fails or is full.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqlStore> {
  const directory = resolve(options.directory)
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new StoreRefused(`The data directory ${directory} cannot be created: ${reason}`, { cause })
  })
  const writer = new WorkerLane({ role: 'writer', directory })
  const readers: WorkerLane[] = []
  const close = async (): Promise<void> => {
    await Promise.all(readers.map((reader) => reader.close()))
    await writer.close()
  }
  try {
    await writer.run({ kind: 'open' })
    // A reader cannot create the file, and needs the tables: it starts when both are there.
    const database = new Kysely<StoreTables>({ dialect: new WorkerDialect({ writer, readers }) })
    await migrate(database, 'sqlite')
    for (let i = 0; i < READER_COUNT; i += 1) readers.push(new WorkerLane({ role: 'reader', directory }))
    await Promise.all(readers.map((reader) => reader.run({ kind: 'open' })))
    return {
      kind: 'sqlite',
      database,
      log: createUpdateLog(
        database,
        (batch) => append(writer, batch),
        (steps) => writer.run({ kind: 'together', steps: steps.map(stepOf) }),
      ),
      lineage: createLineage(database),
      documents: createDocumentCatalog(database),
      check: () => check(database, directory),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function append(writer: WorkerLane, requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
  if (requests.length === 0) return []
  const batch = packBatch(requests)
  return unpackOutcomes(await writer.runFirst({ kind: 'append', batch }, [batch.numbers.buffer, batch.bytes.buffer]))
}

const stepOf = ({ query, changes }: Step): SqlStep => ({ sql: query.sql, parameters: parametersOf(query), changes })

/** Writes for real: that reads succeed says nothing. What it writes is little, and may fit where an edit would not. */
async function check(database: Kysely<StoreTables>, directory: string): Promise<void> {
  const { bavail, bsize } = await statfs(directory)
  if (bavail * bsize < MIN_FREE_BYTES) {
    throw new StoreUnavailable(`SQLite: the disk is full: ${bavail * bsize} bytes are left`, { full: true })
  }

  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new StoreUnavailable(`SQLite: a write took longer than ${CHECK_TIMEOUT_MS} ms`)),
      CHECK_TIMEOUT_MS,
    )
  })
  try {
    await Promise.race([probeWrite(database), late])
  } finally {
    clearTimeout(timer)
  }
}
