/**
 * kill -9 of servers, Postgres and Redis, in any combination, while people type. `DURE_FAULT_ROUNDS=200` for a long
 * run; the seed is printed and `DURE_TEST_SEED` repeats it.
 */
import { createSeededRandom, freshSeed } from '@dure/testkit'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { expect, test } from '@playwright/test'
import { type Replica, startReplicas } from '../world/deployment.ts'
import { Typist, untilSame } from '../world/typist.ts'

const ROUNDS = Number(process.env['DURE_FAULT_ROUNDS'] ?? 8)
const ROUND_MS = 60_000
/** SPEC DU5: within this of the last edit, without a further one. */
const CONVERGED_MS = 2000

interface Victim {
  readonly name: string
  kill(): Promise<void>
  restart(): Promise<void>
}

test('[DU1] [DU2] [DU3] [DU5] kill -9 of anything, in any combination, loses no saved edit', async () => {
  test.setTimeout(60_000 + ROUNDS * ROUND_MS)
  const seed = Number(process.env['DURE_TEST_SEED'] ?? freshSeed())
  console.log(`    seed ${seed}, ${ROUNDS} rounds`)
  const random = createSeededRandom(seed)
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const stores = { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url }
  const { replicas, stop } = await startReplicas(2, stores)
  const [one, two] = replicas
  if (!two) throw new RangeError('two replicas were asked for')
  const documentId = await one.createDocument()
  const typists = ['a', 'b', 'c', 'd'].map(
    (name, index) => new Typist(name, (index % 2 === 0 ? one : two).origin, documentId, random.uint32()),
  )
  try {
    await Promise.all(typists.map((typist) => typist.connection.whenSynced))
    let slowest = 0
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const typist of typists) typist.start()
      await pause(random.int(150, 600))
      const victims = chooseSome(random.shuffle(everything(postgres, redis, replicas)), random.int(1, 4))
      for (const victim of victims) {
        await victim.kill()
        await pause(random.int(0, 150))
      }
      await pause(random.int(0, 200))
      for (const victim of inOrderOfStart(victims)) await victim.restart()
      for (const typist of typists) typist.rest()
      await Promise.all(typists.map((typist) => typist.saved()))
      slowest = Math.max(slowest, await untilSame(typists))
      await expectNothingLost(typists, two.origin, documentId)
    }
    console.log(`    slowest to converge after the last edit was saved: ${slowest.toFixed(0)} ms`)
    expect(slowest).toBeLessThan(CONVERGED_MS)
  } finally {
    await Promise.all(typists.map((typist) => typist.leave()))
    await stop()
    await Promise.all([postgres.close(), redis.stop()])
  }
})

function everything(postgres: PostgresProcess, redis: RedisProcess, replicas: readonly Replica[]): Victim[] {
  return [
    { name: 'postgres', kill: () => postgres.kill(), restart: () => postgres.start() },
    { name: 'redis', kill: () => redis.kill(), restart: () => redis.restart() },
    ...replicas.map((replica, index) => ({
      name: `replica ${index + 1}`,
      kill: () => replica.kill(),
      restart: () => replica.start(),
    })),
  ]
}

const chooseSome = (victims: readonly Victim[], count: number): readonly Victim[] => victims.slice(0, count)

/** A replica refuses to start without its database, and says so. */
const inOrderOfStart = (victims: readonly Victim[]): readonly Victim[] =>
  [...victims].sort((a, b) => Number(a.name.startsWith('replica')) - Number(b.name.startsWith('replica')))

/** Someone who was not there opens the document: each word that was ever typed is in it, once. */
async function expectNothingLost(typists: readonly Typist[], origin: string, documentId: string): Promise<void> {
  const witness = new Typist('witness', origin, documentId, 1)
  await witness.connection.whenSynced
  await untilSame([...typists, witness])
  const found = witness.content.toArray()
  await witness.leave()
  const there = new Set(found)
  for (const { words } of typists) {
    expect(words.saved.filter((word) => !there.has(word))).toEqual([])
    expect(words.typed.filter((word) => !there.has(word))).toEqual([])
  }
  expect(found.length, 'a word is there twice').toBe(there.size)
}

/** How long people type and outages last is part of the story, not a wait for something. */
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
