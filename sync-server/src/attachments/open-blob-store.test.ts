/** Replicas on one Postgres must have the same files: told at the start. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore, openSqliteStore, type SqlStore } from '@dure/store'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../config/read-config.ts'
import { AttachmentsRefused, openBlobStore } from './open-blob-store.ts'

let directory: string
let postgres: PostgresProcess
let store: SqlStore
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-shared-'))
  postgres = await startPostgres({ fsync: false })
  store = await openPostgresStore({ connectionString: await postgres.createDatabase() })
})
afterAll(async () => {
  await store.close()
  await postgres.close()
  await rm(directory, { recursive: true, force: true })
})
const config = (name: string) => readConfig({ DURE_ATTACHMENTS_DIR: join(directory, name) })

test('a replica with another directory than the first one is refused, with what to set', async () => {
  await openBlobStore(config('shared'), store)
  await openBlobStore(config('shared'), store)
  const other = openBlobStore(config('own'), store)
  await expect(other).rejects.toThrow(AttachmentsRefused)
  await expect(other).rejects.toThrow(/DURE_ATTACHMENTS_DIR.*DURE_S3_BUCKET/)
})

test('the embedded store has one process, and asks for nothing', async () => {
  const embedded = await openSqliteStore({ directory: join(directory, 'embedded') })
  await openBlobStore(config('one'), embedded)
  await openBlobStore(config('two'), embedded)
  await embedded.close()
})

test('a directory that cannot be made is named', async () => {
  const refused = openBlobStore(readConfig({ DURE_ATTACHMENTS_DIR: '/dev/null/files' }), store)
  await expect(refused).rejects.toThrow(/\/dev\/null\/files.*DURE_ATTACHMENTS_DIR/s)
})
