/** Two replicas over Postgres and Redis, replaced one after the other as in an upgrade, while people write. */
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { type Deployment, deploy } from '../world/deployment.ts'
import { postgresLog, type ReadLog } from '../world/stored-log.ts'
import { test as base, expect, expectAllWell } from '../world/story.ts'

interface Scaled {
  readonly deployment: Deployment
  readonly postgres: PostgresProcess
  readonly redis: RedisProcess
  readonly log: { readonly read: ReadLog; readonly close: () => Promise<void> }
}

const test = base.extend<object, { scaled: Scaled }>({
  scaled: [
    // biome-ignore lint/correctness/noEmptyPattern: reason: Playwright reads the parameter's pattern to know the needs
    async ({}, use) => {
      const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
      const url = await postgres.createDatabase()
      const deployment = await deploy(2, { DATABASE_URL: url, REDIS_URL: redis.url })
      const log = await postgresLog(url)
      await use({ deployment, postgres, redis, log })
      await log.close()
      await deployment.stop()
      await Promise.all([postgres.close(), redis.stop()])
    },
    { scope: 'worker' },
  ],
  deployment: ({ scaled }, use) => use(scaled.deployment),
  readLog: ({ scaled }, use) => use(scaled.log.read),
})

test('[DU1] [UI1] the replicas are rolled one after the other while two people write', async ({
  writer,
  deployment,
}) => {
  test.setTimeout(180_000)
  const [alice, bob] = [await writer('Alice'), await writer('Bob')]
  await Promise.all([alice.open(), bob.open()])
  await alice.write(2)
  await bob.person.sees('alice-001')
  const writing = Promise.all([alice.write(40), bob.write(40)])
  for (const replica of deployment.replicas) {
    expect(await replica.stop()).toBe(0)
    await replica.start()
    // A load balancer waits until it is healthy before the next one goes.
    await expect(async () => expect((await fetch(`${replica.origin}/readyz`)).status).toBe(200)).toPass()
  }
  await writing
  await Promise.all([alice.wake(), bob.wake()])
  await expectAllWell(alice, bob)
})
