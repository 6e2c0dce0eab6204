/** [DU10] A store that was restored from a backup is another lineage: what its clients hold is kept apart from it. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from '@dure/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DurePeer } from './testing/dure-peer.ts'
import { textOf, type } from './testing/peer.ts'
import { ServerProcess } from './testing/server-process.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dure-restored-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

test('[DU10] who holds newer edits than the backup is told, keeps them, and merges nothing', async () => {
  const directory = join(root, 'data')
  const first = await ServerProcess.start({ DURE_DATA_DIR: directory })
  const id = await first.document()
  const ann = new DurePeer(first.origin, id, 'Ann')
  await ann.connection.whenSynced
  type(ann, 'in the backup. ')
  await ann.connection.whenSaved()
  const saved = join(root, 'backup.sqlite')
  const database = new DatabaseSync(join(directory, 'dure.sqlite'))
  await backup(database, saved)
  database.close()
  type(ann, 'newer. ')
  await ann.connection.whenSaved()
  await first.signal('SIGTERM')
  type(ann, 'never sent. ')

  const restored = join(root, 'restored')
  await mkdir(restored)
  await copyFile(saved, join(restored, 'dure.sqlite'))
  const marked = await ServerProcess.runToEnd({ DURE_DATA_DIR: restored }, ['--restored'])
  expect(marked).toMatchObject({ code: 0, said: '' })

  const port = new URL(first.origin).port
  const second = await ServerProcess.start({ DURE_DATA_DIR: restored, PORT: port })
  // Others go on in the restored document, past what Ann had seen: by numbers alone she could not tell.
  const bob = new DurePeer(second.origin, id, 'Bob')
  await bob.connection.whenSynced
  expect(textOf(bob)).toBe('in the backup. ')
  for (const word of ['one ', 'two ', 'three ']) {
    type(bob, word)
    await bob.connection.whenSaved()
  }
  ann.connection.reconnectNow()
  await ann.becomes('told that it was replaced', ({ connection }) => connection.kind === 'ended')
  expect(ann.connection.status).toMatchObject({ kind: 'cannot-save', reason: 'replaced' })
  expect(textOf(ann)).toBe('in the backup. newer. never sent. ')
  await bob.connection.whenSaved()
  expect(textOf(bob)).toBe('in the backup. one two three ')
  await Promise.all([ann.close(), bob.close()])
  await second.signal('SIGTERM')
  const store = await openSqliteStore({ directory: restored })
  // The first block, Ann's first edit, and Bob's three.
  expect((await store.log.load(id))?.head).toBe(5)
  await store.close()
})

test('a store that is in use is not marked', async () => {
  const directory = join(root, 'used')
  const server = await ServerProcess.start({ DURE_DATA_DIR: directory })
  const { code, said } = await ServerProcess.runToEnd({ DURE_DATA_DIR: directory }, ['--restored'])
  expect(code).toBe(1)
  expect(said).toContain('Dure cannot mark the store as restored.')
  await server.signal('SIGTERM')
})
