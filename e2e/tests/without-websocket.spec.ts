/** People whose networks let no WebSocket through, each behind a proxy of their own. */
import { FAST, Middlebox, THREE_G } from '@dure/testkit/middlebox'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { type RedisProcess, startRedis } from '@dure/testkit/redis'
import { type Deployment, deploy } from '../world/deployment.ts'
import { test as base, expect } from '../world/fixtures.ts'
import type { Person } from '../world/person.ts'

/** What is promised of the network. How fast a page loads and a robot types is the machine's. */
const FOUND_OUT_MS = 5000

interface Networks {
  /** A way to the replicas for one person: each request goes to the next of them. */
  readonly network: (treat: (box: Middlebox) => void) => Promise<Middlebox>
}

interface Scaled {
  readonly deployment: Deployment
  readonly postgres: PostgresProcess
  readonly redis: RedisProcess
}

const test = base.extend<Networks, { scaled: Scaled }>({
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
  network: async ({ scaled }, use) => {
    const boxes: Middlebox[] = []
    await use(async (treat) => {
      const box = await Middlebox.start(scaled.deployment.replicas.map(({ origin }) => origin))
      boxes.push(box)
      treat(box)
      return box
    })
    await Promise.all(boxes.map((box) => box.close()))
  },
})

const hang = (box: Middlebox): void => {
  box.upgrades = 'hang'
}
const hangAndBuffer = (box: Middlebox): void => {
  box.upgrades = 'hang'
  box.responses = 'buffer'
}

/** Notes when the page first tries to connect: what it takes to load is not the network's. */
async function noteOpening(person: Person): Promise<void> {
  await person.page.addInitScript(() => {
    const Socket = window.WebSocket
    window.WebSocket = class extends Socket {
      constructor(url: string | URL, protocols?: string | string[]) {
        performance.mark('first socket')
        super(url, protocols)
      }
    }
  })
}

/** Milliseconds from the page's first try to connect to the first thing it said that was answered. */
const foundOutAfter = (person: Person): Promise<number> =>
  person.page.evaluate(() => {
    const started = performance.getEntriesByName('first socket')[0]?.startTime ?? Number.NaN
    const answers = performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/post'))
    const [first = Number.NaN] = answers.map((entry) => entry.startTime + entry.duration).sort((one, two) => one - two)
    return first - started
  })

for (const [name, treat, route] of [
  ['WebSockets hang', hang, '/stream'],
  ['WebSockets hang and streams are held back', hangAndBuffer, '/poll'],
] as const) {
  test(`[UI7] ${name}: two people type, see each other and are saved, over two replicas without sticky sessions`, async ({
    network,
    person,
    scaled,
  }) => {
    const documentId = await scaled.deployment.replicas[0].createDocument()
    const boxes = [await network(treat), await network(treat)] as const
    const [alice, bob] = [await person('Alice'), await person('Bob')]
    await noteOpening(alice)
    await alice.page.goto(`${boxes[0].origin}/d/${documentId}`)
    await expect(alice.text).toBeVisible()
    await alice.type('from Alice. ')
    await alice.saved()
    expect(await foundOutAfter(alice)).toBeLessThan(FOUND_OUT_MS)
    await bob.open(boxes[1].origin, documentId)
    await bob.sees('from Alice.')
    await bob.type('from Bob. ')
    await bob.saved()
    await alice.sees('from Alice. from Bob.')
    await alice.call('Alice')
    await bob.call('Bob')
    await expect(alice.others).toHaveAttribute('aria-label', /^Bob/)
    await expect(bob.others).toHaveAttribute('aria-label', /^Alice/)
    // Where a caret is shown, its owner has the text before them.
    await bob.type('Again Bob.')
    await alice.sees('from Alice. from Bob. Again Bob.')
    await expect(alice.page.locator('.dure-carets')).toContainText('Bob')
    for (const box of boxes) {
      expect(box.openSockets).toBe(0)
      expect(box.passed.some(({ path }) => path.endsWith(route))).toBe(true)
      const replicas = box.passed.filter(({ path }) => path.endsWith('/post')).map(({ server }) => server)
      expect([...new Set(replicas)].sort()).toEqual([0, 1])
    }
    await alice.page.reload()
    await alice.ready()
    await alice.sees('from Alice. from Bob.')
  })
}

test('[UI7] WebSockets come back: the page goes over to one, and what is typed meanwhile is there once', async ({
  network,
  person,
  scaled,
}) => {
  const documentId = await scaled.deployment.replicas[0].createDocument()
  const [near, far] = [await network(hang), await network(() => {})]
  const [alice, bob] = [await person('Alice'), await person('Bob')]
  await alice.open(near.origin, documentId)
  await bob.open(far.origin, documentId)
  await alice.type('one ')
  await alice.saved()
  near.upgrades = 'pass'
  // It tries again by itself after a quarter of a minute; a network that comes back makes it try at once.
  await alice.page.evaluate(() => dispatchEvent(new Event('online')))
  await alice.type('two ')
  await expect.poll(() => near.openSockets).toBe(1)
  await alice.type('three')
  await alice.saved()
  await bob.sees('one two three')
  near.upgrades = 'reset'
  near.killSockets()
  await alice.type(' four')
  await alice.saved()
  await bob.sees(/^one two three four$/)
})

test('[UI7] on a slow mobile network without WebSockets it is as true, only slower', async ({
  network,
  person,
  scaled,
}) => {
  const documentId = await scaled.deployment.replicas[0].createDocument()
  const box = await network(hang)
  const alice = await person('Alice')
  await alice.open(box.origin, documentId)
  box.line = THREE_G
  await alice.type('slowly but surely')
  await alice.saved()
  box.line = FAST
  const bob = await person('Bob')
  await bob.open((await network(() => {})).origin, documentId)
  await bob.sees('slowly but surely')
})
