/**
 * What people are told and what they keep while a real disk is full and a real Postgres is gone; and that it all heals,
 * with nothing lost, when the cause is. (Redis gone: `replicas.test.ts`; damaged content: `store-trouble.test.ts`.)
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@dure/testkit/postgres'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { DurePeer } from './testing/dure-peer.ts'
import { converged, sees, textOf, type } from './testing/peer.ts'
import { PlainPeer } from './testing/plain-peer.ts'
import { ServerProcess } from './testing/server-process.ts'

const SMALL_DISK = '4m'
const LARGE_DISK = '64m'

const leaving: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of leaving.splice(0)) await each.close()
})
const leaves = <Leaver extends { close(): Promise<void> }>(leaver: Leaver): Leaver => {
  leaving.push(leaver)
  return leaver
}

const ready = async (server: ServerProcess): Promise<number> => (await fetch(`${server.origin}/readyz`)).status

async function told(ann: DurePeer, detail: RegExp): Promise<void> {
  await ann.becomes('told that it cannot be saved', ({ status }) => status.kind === 'cannot-save')
  const { status } = ann.connection
  expect(status).toMatchObject({ kind: 'cannot-save', reason: 'cannot-store', pending: expect.any(Number) })
  if (status.kind === 'cannot-save') expect(status.detail).toMatch(detail)
}

const directory = mkdtempSync(join(tmpdir(), 'dure-small-disk-'))
const mountable = mounts(directory)
afterAll(() => {
  if (mountable) execFileSync('umount', [directory])
  rmSync(directory, { recursive: true, force: true })
})

/** A disk of its own, where the machine lets us make one. */
function mounts(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SMALL_DISK}`, 'tmpfs', at], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.skipIf(!mountable)('a disk that is full', () => {
  test('[DU1] says so, keeps every edit with its writer, and saves them when there is room', async () => {
    const server = leaves(await ServerProcess.start({ DURE_DATA_DIR: directory, LOG_LEVEL: 'fatal' }))
    const id = await server.document()
    const ann = leaves(new DurePeer(server.origin, id, 'Ann'))
    const bob = leaves(new DurePeer(server.origin, id, 'Bob'))
    const carl = leaves(new PlainPeer(server.origin, id, 3))
    await Promise.all([ann.connection.whenSynced, bob.connection.whenSynced, carl.connect()])
    type(ann, 'before. ')
    await Promise.all([sees(bob, 'before. '), sees(carl, 'before. ')])
    expect(await ready(server)).toBe(200)
    const { bavail, bsize } = statfsSync(directory)
    await writeFile(join(directory, 'somebody-elses-file'), new Uint8Array(bavail * bsize))
    // The store's files may still have room inside: large edits use most of it up, small ones the rest.
    for (const [peer, size] of [
      [ann, 20_000],
      [bob, 1],
    ] as const) {
      for (let edit = 0; peer.connection.status.kind !== 'cannot-save'; edit += 1) {
        type(peer, `${edit} ${'x'.repeat(size)} `)
        await peer.becomes('saved or not', ({ status }) => status.kind !== 'saving')
      }
      await told(peer, /^the disk of the server is full$/)
    }
    expect(await ready(server)).toBe(503)
    type(ann, 'kept. ')
    const closed = carl.closed()
    type(carl, 'carl. ')
    await closed
    expect(textOf(bob)).not.toContain('kept. ')
    execFileSync('mount', ['-o', `remount,size=${LARGE_DISK}`, directory])
    await ann.connection.whenSaved()
    await Promise.all([sees(bob, 'kept. '), sees(bob, 'carl. ')])
    await converged([ann, bob, carl])
    expect(await ready(server)).toBe(200)
    // What was told is on the disk: a kill shows it.
    const whole = textOf(bob)
    await server.signal('SIGKILL')
    const again = leaves(await ServerProcess.start({ DURE_DATA_DIR: directory, LOG_LEVEL: 'fatal' }))
    const dan = leaves(new DurePeer(again.origin, id, 'Dan'))
    await dan.connection.whenSynced
    expect(textOf(dan)).toBe(whole)
  })
})

describe('a Postgres that is gone', () => {
  test('[DU1] is told to those who write and those who come, and all is saved when it is back', async () => {
    const postgres = await startPostgres()
    leaving.push(postgres)
    const environment = { DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'fatal' }
    const server = leaves(await ServerProcess.start(environment))
    const id = await server.document()
    const ann = leaves(new DurePeer(server.origin, id, 'Ann'))
    const carl = leaves(new PlainPeer(server.origin, id, 3))
    await Promise.all([ann.connection.whenSynced, carl.connect()])
    type(ann, 'before. ')
    await sees(carl, 'before. ')
    await postgres.stop()
    type(ann, 'kept. ')
    await told(ann, /^the server cannot reach its store just now$/)
    const closed = carl.closed()
    type(carl, 'carl. ')
    await closed
    expect(await ready(server)).toBe(503)
    // Somebody who comes with edits of their own is turned away for now, and keeps them.
    const eve = leaves(new DurePeer(server.origin, id, 'Eve'))
    type(eve, 'eve. ')
    await eve.becomes('told why', ({ status }) => status.kind === 'cannot-save')
    expect(eve.connection.status).toMatchObject({ reason: 'try-later', pending: 1 })
    await postgres.start()
    await Promise.all([ann.connection.whenSaved(), eve.connection.whenSaved()])
    for (const word of ['kept. ', 'carl. ', 'eve. '])
      await Promise.all([ann, carl, eve].map((peer) => sees(peer, word)))
    await converged([ann, carl, eve])
    expect(await ready(server)).toBe(200)
  })
})
