/** Two processes on one Postgres and one Redis: what the people on both see, whatever happens in between. */
import { createApiClient } from '@dure/api'
import { CLOSE, type DocumentId, newDocumentId, newUserId, parseDocumentId, toSeq } from '@dure/protocol'
import { openPostgresStore, type Store } from '@dure/store'
import { signIn } from '@dure/testkit'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { DurePeer } from './testing/dure-peer.ts'
import { converged, sees, seesPresence, textOf, type } from './testing/peer.ts'
import { PlainPeer } from './testing/plain-peer.ts'
import { RawPeer } from './testing/raw-peer.ts'
import { ServerProcess } from './testing/server-process.ts'
import { typing } from './testing/updates.ts'

let postgres: PostgresProcess
let redis: RedisProcess
let store: Store
let environment: Readonly<Record<string, string>>
let one: ServerProcess
let two: ServerProcess
let leaving: { close(): Promise<void> }[]

beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startPostgres({ fsync: false }), startRedis()])
  const connectionString = await postgres.createDatabase()
  environment = { DATABASE_URL: connectionString, REDIS_URL: redis.url, LOG_LEVEL: 'fatal' }
  one = await ServerProcess.start(environment)
  two = await ServerProcess.start(environment)
  store = await openPostgresStore({ connectionString })
}, 90_000)
afterAll(async () => {
  await Promise.all([one?.close(), two?.close()])
  await store?.close()
  await Promise.all([redis?.stop(), postgres?.close()])
})
beforeEach(() => {
  leaving = []
})
afterEach(() => Promise.all(leaving.map((each) => each.close())))

const leaves = <Leaver extends { close(): Promise<void> }>(leaver: Leaver): Leaver => {
  leaving.push(leaver)
  return leaver
}
/** One with an empty log. */
const document = async (): Promise<DocumentId> =>
  (await store.documents.create({ id: newDocumentId(), createdBy: newUserId(), reach: 'link', reachRole: 'editor' })).id

async function dure(server: ServerProcess, id: DocumentId, name = ''): Promise<DurePeer> {
  const peer = leaves(new DurePeer(server.origin, id, name))
  await peer.connection.whenSynced
  return peer
}
async function plain(server: ServerProcess, id: DocumentId): Promise<PlainPeer> {
  const peer = leaves(new PlainPeer(server.origin, id, 3))
  await peer.connect()
  return peer
}

test('edits and presence cross', async () => {
  const id = await document()
  const [ann, bob, carl] = [await dure(one, id, 'Ann'), await dure(two, id, 'Bob'), await plain(two, id)]
  for (let word = 0; word < 20; word += 1) {
    type(ann, `a${word} `)
    type(bob, `b${word} `)
    type(carl, `c${word} `)
  }
  await Promise.all([ann.connection.whenSaved(), bob.connection.whenSaved()])
  await Promise.all([sees(ann, 'c19'), sees(ann, 'b19'), sees(bob, 'a19'), sees(carl, 'a19')])
  await converged([ann, bob, carl])
  ann.awareness.setLocalState({ caret: 1 })
  carl.awareness.setLocalState({ caret: 3 })
  await Promise.all([
    seesPresence(bob, ann, (state) => state?.['caret'] === 1),
    seesPresence(carl, ann, (state) => state?.['caret'] === 1),
    seesPresence(ann, carl, (state) => state?.['caret'] === 3),
  ])
  await carl.close()
  await seesPresence(ann, carl, (state) => state === undefined)
})

test('[DU2] [DU3] one client by both replicas: each number once, and the same seqs on both', async () => {
  const id = await document()
  const first = leaves(new RawPeer(one.origin, id, 'dure'))
  await first.hello()
  first.push(1, typing(41, 'once '))
  await first.told('durable')
  const second = leaves(new RawPeer(two.origin, id, 'dure'))
  Object.assign(second, { sessionId: first.sessionId })
  await second.hello()
  expect((await second.told('welcome')).durableClientSeq).toBe(1)
  second.push(1, typing(41, 'once '))
  second.push(2, typing(42, 'twice'))
  await second.told('durable', (durable) => durable.clientSeq === 2)
  first.push(2, typing(42, 'twice'))
  await first.told('durable', (durable) => durable.clientSeq === 2)
  const rows = (await store.log.readAfter(id, toSeq(0), 100))?.rows ?? []
  expect(rows.map((row) => [row.seq, row.clientSeq])).toEqual([
    [1, 1],
    [2, 2],
  ])
  const [ann, bob] = [await dure(one, id), await dure(two, id)]
  await converged([ann, bob])
  const heads = [first, second].map((raw) => raw.told('durable', (durable) => durable.seq === 2))
  expect(await Promise.all(heads)).toHaveLength(2)
})

test('someone who moves to the other replica goes on being seen by both', async () => {
  const id = await document()
  const [ann, bob] = [await dure(one, id), await dure(two, id)]
  const mover = await plain(one, id)
  mover.awareness.setLocalState({ caret: 7 })
  for (const watcher of [ann, bob]) await seesPresence(watcher, mover, (state) => state?.['caret'] === 7)
  for (const server of [two, one, two]) {
    mover.disconnect()
    const moved = leaves(new PlainPeer(server.origin, id, 3, mover.doc))
    moved.awareness.setLocalState({ caret: 8 })
    await moved.connect()
    for (const watcher of [ann, bob]) await seesPresence(watcher, mover, (state) => state?.['caret'] === 8)
    await moved.provider.disconnect()
  }
})

test.each(['is there', 'is gone'])(
  '[DU6] rights that are taken on one replica end sockets on the other within 5 s, while Redis %s',
  { timeout: 60_000 },
  async (is) => {
    const owner = createApiClient(one.origin, await signIn(one.origin))
    const open = { reach: 'link', role: 'editor' } as const
    const shared = parseDocumentId((await owner.createDocument({ generalAccess: open })).id)
    if (!shared) throw new Error('no id')
    const elsewhere = await signIn(one.origin)
    const [guest, signedIn] = [
      leaves(new RawPeer(two.origin, shared, 'dure')),
      leaves(new RawPeer(two.origin, shared, 'dure', elsewhere)),
    ]
    await Promise.all([guest.hello(), signedIn.hello()])
    if (is === 'is gone') await redis.kill()
    const withdrawn = performance.now()
    await owner.setGeneralAccess(shared, { reach: 'restricted', role: 'viewer' })
    await createApiClient(one.origin, elsewhere).signOut()
    expect((await guest.closed()).code).toBe(CLOSE.signInRequired.code)
    expect((await signedIn.closed()).code).toBe(CLOSE.signInRequired.code)
    expect(performance.now() - withdrawn).toBeLessThan(5000)
    if (is === 'is gone') await redis.restart()
  },
)

test('[DU5] without Redis replicas converge within 2 s of the last edit, and people are told of its return', {
  timeout: 60_000,
}, async () => {
  const id = await document()
  const [ann, bob] = [await dure(one, id), await dure(two, id)]
  type(ann, 'with Redis. ')
  await sees(bob, 'with Redis. ')
  await redis.kill()
  type(ann, 'without Redis. ')
  await ann.connection.whenSaved()
  await sees(bob, 'without Redis. ', 2000)
  type(bob, 'nor here. ')
  await bob.connection.whenSaved()
  await sees(ann, 'nor here. ', 2000)
  await redis.restart()
  ann.awareness.setLocalState({ caret: 9 })
  await seesPresence(bob, ann, (state) => state?.['caret'] === 9)
  type(ann, 'with Redis again.')
  await sees(bob, 'with Redis again.')
  await converged([ann, bob])
})

test('people of a replica that is killed are gone within 10 s, and come back on the other', {
  timeout: 60_000,
}, async () => {
  const id = await document()
  const ann = await dure(one, id)
  const bob = await plain(two, id)
  bob.awareness.setLocalState({ caret: 1 })
  await seesPresence(ann, bob, (state) => state?.['caret'] === 1)
  type(bob, 'before the crash')
  await sees(ann, 'before the crash')
  await two.close()
  await seesPresence(ann, bob, (state) => state === undefined, 10_500)
  expect(textOf(ann)).toBe('before the crash')
  two = await ServerProcess.start(environment)
  const back = leaves(new PlainPeer(two.origin, id, 3, bob.doc))
  back.awareness.setLocalState({ caret: 2 })
  await back.connect()
  await seesPresence(ann, back, (state) => state?.['caret'] === 2)
})
