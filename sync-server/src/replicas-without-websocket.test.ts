/**
 * Two processes on one Postgres and one Redis, behind a proxy that gives each request to the next of them and lets no
 * WebSocket through: a stream is held by one replica while posts land on both, and polls go back and forth.
 */
import { type DocumentId, newDocumentId, newUserId, writePing } from '@dure/protocol'
import { openPostgresStore, type Store } from '@dure/store'
import { Middlebox } from '@dure/testkit/middlebox'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Doc, encodeStateAsUpdate, encodeStateVector } from 'yjs'
import { DurePeer } from './testing/dure-peer.ts'
import { HttpPeer, messagesIn } from './testing/http-peer.ts'
import { converged, sees, seesPresence, textOf, type } from './testing/peer.ts'
import { ServerProcess } from './testing/server-process.ts'
import { typing } from './testing/updates.ts'

let postgres: PostgresProcess
let redis: RedisProcess
let store: Store
let one: ServerProcess
let two: ServerProcess
let box: Middlebox
let leaving: { close(): Promise<void> }[]

beforeAll(async () => {
  ;[postgres, redis] = await Promise.all([startPostgres({ fsync: false }), startRedis()])
  const connectionString = await postgres.createDatabase()
  const environment = { DATABASE_URL: connectionString, REDIS_URL: redis.url, LOG_LEVEL: 'fatal' }
  one = await ServerProcess.start(environment)
  two = await ServerProcess.start(environment)
  store = await openPostgresStore({ connectionString })
}, 90_000)
afterAll(async () => {
  await Promise.all([one?.close(), two?.close()])
  await store?.close()
  await Promise.all([redis?.stop(), postgres?.close()])
})
beforeEach(async () => {
  box = await Middlebox.start([one.origin, two.origin])
  box.upgrades = 'reset'
  leaving = [box]
})
afterEach(async () => {
  for (const each of leaving.toReversed()) await each.close()
})

const leaves = <Leaver extends { close(): Promise<void> }>(leaver: Leaver): Leaver => {
  leaving.push(leaver)
  return leaver
}
const document = async (): Promise<DocumentId> =>
  (await store.documents.create({ id: newDocumentId(), createdBy: newUserId(), reach: 'link', reachRole: 'editor' })).id

async function arrive(origin: string, id: DocumentId, name: string): Promise<DurePeer> {
  const peer = leaves(new DurePeer(origin, id, name))
  await peer.connection.whenSynced
  return peer
}

/** To which replicas requests of this kind went. */
const replicasOf = (route: string): number[] =>
  [...new Set(box.passed.filter(({ path }) => path.endsWith(route)).map(({ server }) => server))].sort()

describe.each([
  ['streams', 'pass'],
  ['polls', 'buffer'],
] as const)('over %s, no request sticks to a replica', (carrier, responses) => {
  beforeEach(() => {
    box.responses = responses
  })

  test('[UI7] edits, acks and presence cross both ways, and everybody ends with the same', {
    timeout: 60_000,
  }, async () => {
    const id = await document()
    const near = await arrive(box.origin, id, 'Near')
    const also = await arrive(box.origin, id, 'Also')
    const far = await arrive(two.origin, id, 'Far')
    const all = [near, also, far]
    for (let word = 0; word < 30; word += 1) {
      for (const [who, peer] of all.entries()) type(peer, `${who}.${word} `)
      near.awareness.setLocalState({ caret: word })
      far.awareness.setLocalState({ caret: 100 + word })
      if (word % 10 === 9) await Promise.all(all.map((peer) => peer.connection.whenSaved()))
    }
    await converged(all)
    for (const watcher of [also, far]) await seesPresence(watcher, near, (state) => state?.['caret'] === 29)
    for (const watcher of [also, near]) await seesPresence(watcher, far, (state) => state?.['caret'] === 129)
    for (const [who] of all.entries())
      for (let word = 0; word < 30; word += 1) expect(textOf(far)).toContain(`${who}.${word} `)
    expect(replicasOf('/post')).toEqual([0, 1])
    expect(replicasOf(carrier === 'streams' ? '/stream' : '/poll').length).toBeGreaterThan(
      carrier === 'streams' ? 0 : 1,
    )
    await near.close()
    for (const watcher of [also, far]) await seesPresence(watcher, near, (state) => state === undefined, 10_000)
  })

  test('[DU5] with Redis gone, edits and acks still cross within 2 s', { timeout: 60_000 }, async () => {
    const id = await document()
    const near = await arrive(box.origin, id, 'Near')
    const far = await arrive(two.origin, id, 'Far')
    type(near, 'with. ')
    await sees(far, 'with. ')
    await redis.kill()
    try {
      for (let word = 0; word < 5; word += 1) {
        type(near, `near${word} `)
        await near.connection.whenSaved()
        await sees(far, `near${word} `, 2000)
        type(far, `far${word} `)
        await far.connection.whenSaved()
        await sees(near, `far${word} `, 2000)
      }
    } finally {
      await redis.restart()
    }
    near.awareness.setLocalState({ caret: 5 })
    await seesPresence(far, near, (state) => state?.['caret'] === 5)
    await converged([near, far])
  })
})

test('[DU3] the same push by both replicas at once has its effect once', async () => {
  const id = await document()
  const peers = [new HttpPeer(one.origin, id)].flatMap((peer) => [peer, new HttpPeer(two.origin, id, peer.sessionId)])
  for (let clientSeq = 1; clientSeq <= 10; clientSeq += 1) {
    const answers = await Promise.all(peers.map((peer) => peer.push(clientSeq, typing(clientSeq, `word ${clientSeq}`))))
    for (const answer of answers) expect(messagesIn(answer)).toEqual([{ type: 'durable', clientSeq, seq: 0 }])
  }
  expect((await store.log.positions([id])).get(id)?.head).toBe(10)
})

test('[DU4] a push that builds on one the other replica took is not refused', async () => {
  const id = await document()
  const here = new HttpPeer(one.origin, id)
  const there = new HttpPeer(two.origin, id, here.sessionId)
  // Both have the document open before anything is in it.
  for (const peer of [here, there]) await peer.poll(false)
  const doc = new Doc()
  for (let clientSeq = 1; clientSeq <= 20; clientSeq += 1) {
    const before = encodeStateVector(doc)
    doc.getText('text').insert(doc.getText('text').length, `${clientSeq} `)
    const peer = clientSeq % 2 === 0 ? here : there
    expect(messagesIn(await peer.push(clientSeq, encodeStateAsUpdate(doc, before)))).toEqual([
      { type: 'durable', clientSeq, seq: 0 },
    ])
  }
})

test('[DU6] what is posted elsewhere reaches a session only from its own person, and only of this document', async () => {
  const [id, other] = [await document(), await document()]
  const stream = leaves(new HttpPeer(one.origin, id))
  await stream.stream()
  await stream.told('synced')
  const pongs = (): number => stream.messages.filter((message) => message.type === 'pong').length
  // Until the replicas hear each other about this document: what is said before may be lost, and is said again.
  let asked = 0
  for (; pongs() === 0; asked += 1) await new HttpPeer(two.origin, id, stream.sessionId).post(writePing())
  await new HttpPeer(two.origin, other, stream.sessionId).post(writePing())
  await new HttpPeer(two.origin, id).post(writePing())
  const before = pongs()
  await new HttpPeer(two.origin, id, stream.sessionId).post(writePing())
  await stream.until('another pong', () => pongs() > before)
  expect(pongs()).toBeLessThanOrEqual(asked + 1)
})
