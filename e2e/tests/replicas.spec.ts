import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { type Deployment, deploy } from '../world/deployment.ts'
import { test as base, expect } from '../world/fixtures.ts'

interface Scaled {
  readonly deployment: Deployment
  readonly postgres: PostgresProcess
  readonly redis: RedisProcess
}

const test = base.extend<object, { scaled: Scaled }>({
  scaled: [
    // biome-ignore lint/correctness/noEmptyPattern: reason: Playwright reads the parameter's pattern to know the needs
    async ({}, use) => {
      const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
      const deployment = await deploy(2, { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url })
      await use({ deployment, postgres, redis })
      await deployment.stop()
      await Promise.all([postgres.close(), redis.stop()])
    },
    { scope: 'worker' },
  ],
})

test('a person on each of two replicas: edits and presence cross', async ({ scaled, person }) => {
  const [one, two] = scaled.deployment.replicas
  if (!two) throw new Error('two replicas were asked for')
  const documentId = await one.createDocument()
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(one.origin, documentId), bob.open(two.origin, documentId)])
  await alice.call('Alice')
  await bob.call('Bob')
  await alice.type('from the first replica. ')
  await bob.sees('from the first replica.')
  await bob.type('from the second.')
  await alice.sees('from the first replica. from the second.')
  await expect(alice.others).toHaveAttribute('aria-label', 'Bob (guest)')
  await expect(bob.others).toHaveAttribute('aria-label', 'Alice (guest)')
  await expect(alice.page.locator('.dure-carets')).toContainText('Bob')
  await Promise.all([alice.saved(), bob.saved()])
})

test('[DU5] with Redis gone, edits still cross, without a further one', async ({ scaled, person }) => {
  const [one, two] = scaled.deployment.replicas
  if (!two) throw new Error('two replicas were asked for')
  const documentId = await one.createDocument()
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(one.origin, documentId), bob.open(two.origin, documentId)])
  await scaled.redis.kill()
  await alice.type('nobody told the other replica')
  await alice.saved()
  await bob.sees('nobody told the other replica')
  await scaled.redis.restart()
  await bob.type(', and now they are told again')
  await alice.sees('nobody told the other replica, and now they are told again')
})

test('[DU1] a replica is killed: its person goes on elsewhere in the same log', async ({ scaled, person }) => {
  const [one, two] = scaled.deployment.replicas
  if (!two) throw new Error('two replicas were asked for')
  const documentId = await one.createDocument()
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await Promise.all([alice.open(one.origin, documentId), bob.open(two.origin, documentId)])
  await bob.call('Bob')
  await expect(alice.others).toHaveAttribute('aria-label', 'Bob (guest)')
  await bob.type('saved on the second replica')
  await bob.saved()
  await two.kill()
  await alice.sees('saved on the second replica')
  // No ghost stays behind: his replica gave no sign of life.
  await expect(alice.others).toHaveCount(0, { timeout: 15_000 })
  await alice.type(', read on the first')
  await alice.saved()
  await two.start()
  // His page waits longer from one attempt to the next; a network that comes back makes it try at once.
  await bob.cutNetwork()
  await bob.mendNetwork()
  await bob.sees('saved on the second replica, read on the first')
})
