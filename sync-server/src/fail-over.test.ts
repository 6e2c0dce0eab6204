/**
 * A Postgres that dies while people type, and its standby that takes over: commits were on both, so nothing that was
 * acknowledged is lost, and everything heals by itself when the address leads to the new one.
 */
import { toSeq } from '@dure/protocol'
import { openPostgresStore } from '@dure/store'
import { floatingAddress, startPostgres } from '@dure/testkit/postgres'
import { startRedis } from '@dure/testkit/redis'
import { afterEach, expect, test } from 'vitest'
import { DurePeer } from './testing/dure-peer.ts'
import { converged, sees, textOf, type } from './testing/peer.ts'
import { ServerProcess } from './testing/server-process.ts'

const leaving: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const leave of leaving.splice(0).reverse()) await leave()
})
const leaves = <Leaver extends { close(): Promise<void> }>(leaver: Leaver): Leaver => {
  leaving.push(() => leaver.close())
  return leaver
}

const ready = async (server: ServerProcess): Promise<number> => (await fetch(`${server.origin}/readyz`)).status

/** Types word after word, each when the one before is saved, until it cannot be; answers those that were saved. */
async function typesUntilItCannotBeSaved(peer: DurePeer, mark: string): Promise<string[]> {
  const saved: string[] = []
  for (let turn = 0; ; turn += 1) {
    const word = `${mark}${turn}. `
    type(peer, word)
    await peer.becomes('saved or not', ({ status }) => status.kind === 'saved' || status.kind === 'cannot-save')
    if (!peer.saved) return saved
    saved.push(word)
  }
}

test('[DU1] [DU2] [DU5] a fail-over to the standby loses nothing that was acknowledged, and two replicas go on by themselves', {
  timeout: 60_000,
}, async () => {
  const [original, redis] = await Promise.all([startPostgres(), startRedis()])
  leaves(original)
  leaving.push(() => redis.stop())
  const database = await original.createDatabase()
  const address = leaves(await floatingAddress(database))
  const environment = { DATABASE_URL: address.connectionString, REDIS_URL: redis.url, LOG_LEVEL: 'fatal' }
  const one = leaves(await ServerProcess.start(environment))
  const [two, standby] = await Promise.all([ServerProcess.start(environment), original.startStandby()])
  leaves(two)
  leaves(standby)
  const id = await one.document()
  const [ann, bob] = [leaves(new DurePeer(one.origin, id, 'Ann')), leaves(new DurePeer(two.origin, id, 'Bob'))]
  await Promise.all([ann.connection.whenSynced, bob.connection.whenSynced])
  type(ann, 'before. ')
  await sees(bob, 'before. ')

  const typing = Promise.all([typesUntilItCannotBeSaved(ann, 'a'), typesUntilItCannotBeSaved(bob, 'b')])
  await Promise.all([sees(ann, 'b5. '), sees(bob, 'a5. ')])
  await original.kill()
  const saved = (await typing).flat()
  for (const { connection } of [ann, bob]) {
    expect(connection.status).toMatchObject({
      reason: 'cannot-store',
      detail: 'the server cannot reach its store just now',
    })
  }
  // The standby answers reads; nobody takes it for the original before it is promoted.
  await address.pointAt(standby.addressOf(database))
  expect([await ready(one), await ready(two)]).toEqual([503, 503])
  const eve = leaves(new DurePeer(two.origin, id, 'Eve'))
  type(eve, 'eve. ')
  await eve.becomes('told why', ({ status }) => status.kind === 'cannot-save')
  expect(eve.connection.status).toMatchObject({ reason: 'try-later', pending: 1 })

  await standby.promote()
  await Promise.all([ann, bob, eve].map(({ connection }) => connection.whenSaved()))
  await converged([ann, bob, eve])
  expect(saved.length).toBeGreaterThanOrEqual(12)
  for (const word of ['before. ', ...saved, 'eve. ']) expect(textOf(eve).split(word)).toHaveLength(2)
  expect([await ready(one), await ready(two)]).toEqual([200, 200])

  const store = leaves(await openPostgresStore({ connectionString: standby.addressOf(database) }))
  const rows = (await store.log.readAfter(id, toSeq(0), 10_000))?.rows ?? []
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
  expect(new Set(rows.map(({ sessionId, clientSeq }) => `${sessionId} ${clientSeq}`)).size).toBe(rows.length)
})
