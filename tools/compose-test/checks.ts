/** What docker-compose.yml promises, in the order in which one day of a deployment would try it. */
import assert from 'node:assert/strict'
import { createApiClient } from '@dure/api'
import { createOpenDocument, setUp } from '@dure/testkit'
import { type Composition, REPLICAS, type ReplicaName } from './composition.ts'
import {
  durePerson,
  hasCompany,
  isCutOff,
  isLive,
  type Person,
  postingPerson,
  read,
  sees,
  stockPerson,
  write,
} from './person.ts'

export interface Check {
  readonly name: string
  readonly run: () => Promise<void>
}

export function checksOf(composition: Composition): readonly Check[] {
  const { origin } = composition
  const everyone: Person[] = []
  let documentId = ''
  const join = (person: Person): Person => {
    everyone.push(person)
    return person
  }
  const replicaOf = new Map<Person, ReplicaName>()
  const alice = () => nth(everyone, 0)
  const bob = () => nth(everyone, 1)

  return [
    {
      name: 'without a .env the start is refused, naming the command that makes one',
      run: async () => {
        const { code, stderr } = await composition.withoutEnv()
        assert.notEqual(code, 0)
        assert.match(stderr, /docker\/make-env/)
      },
    },
    {
      name: 'docker/make-env, build and start: every part becomes healthy',
      run: async () => {
        await composition.makeEnv()
        await composition.up()
      },
    },
    {
      name: 'the public port serves the pages and the API, and keeps the inside to itself',
      run: async () => {
        const page = await fetch(`${origin}/`)
        assert.equal(page.status, 200)
        assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
        // Nobody set it up yet, so the first page is the one that does.
        assert.match(page.url, /\/setup$/)
        const owner = await setUp(origin)
        documentId = await createOpenDocument(origin, owner)
        assert.ok((await createApiClient(origin, owner).listDocuments()).documents.some(({ id }) => id === documentId))
        assert.equal((await fetch(`${origin}/api/documents`)).status, 401)
        assert.equal((await fetch(`${origin}/d/${documentId}`)).status, 200)
        for (const inside of ['/metrics', '/healthz', '/readyz']) {
          assert.equal((await fetch(origin + inside)).status, 404, `${inside} from outside`)
        }
      },
    },
    {
      name: 'our images run as an ordinary user',
      run: async () => {
        for (const service of [...REPLICAS, 'web']) assert.equal(await composition.exec(service, 'id', '-u'), '1000')
      },
    },
    {
      name: 'two people who come through the proxy are on different replicas',
      run: async () => {
        for (const open of [stockPerson, durePerson]) {
          const before = await connections(composition)
          const person = join(open(origin, documentId, open.name))
          await isLive(person)
          const after = await connections(composition)
          const taken = REPLICAS.filter((replica) => after[replica] === before[replica] + 1)
          assert.equal(taken.length, 1, `one more connection on one replica: ${JSON.stringify({ before, after })}`)
          replicaOf.set(person, nth(taken, 0))
        }
        assert.notEqual(replicaOf.get(alice()), replicaOf.get(bob()))
      },
    },
    {
      name: 'what either types reaches the other, and each sees the other there',
      run: async () => {
        write(alice(), 'Alice was here. ')
        await sees(bob(), 'Alice was here. ')
        write(bob(), 'So was Bob. ')
        await sees(alice(), 'So was Bob. ')
        await bob().saved()
        await Promise.all([hasCompany(alice(), 2), hasCompany(bob(), 2)])
      },
    },
    {
      name: 'when a replica is killed, who was on the other goes on writing and saving',
      run: async () => {
        const lost = isCutOff(alice())
        await composition.kill(replicaOf.get(alice()) ?? 'sync-1')
        await lost
        write(alice(), 'Alice did not notice. ')
        write(bob(), 'Bob went on. ')
        await bob().saved()
      },
    },
    {
      name: 'who was on the killed replica reconnects to the other, and both converge',
      run: async () => {
        await isLive(alice())
        await Promise.all([sees(alice(), 'Bob went on. '), sees(bob(), 'Alice did not notice. ')])
        assert.equal(read(alice()), read(bob()))
      },
    },
    {
      name: 'the killed replica comes back and takes people again',
      run: async () => {
        const back = replicaOf.get(alice()) ?? 'sync-1'
        await composition.start(back)
        const carol = join(durePerson(origin, documentId, 'carol'))
        await sees(carol, 'Bob went on. ')
        write(carol, 'Carol came later. ')
        await carol.saved()
        await sees(bob(), 'Carol came later. ')
        assert.equal((await connections(composition))[back], 1)
      },
    },
    {
      name: 'where no WebSocket gets through, people write and save by requests that reach either replica',
      run: async () => {
        const [erin, frank] = [postingPerson(origin, documentId, 'erin'), postingPerson(origin, documentId, 'frank')]
        await Promise.all([isLive(erin), isLive(frank)])
        write(erin, 'Erin posted this. ')
        await Promise.all([erin.saved(), sees(frank, 'Erin posted this. '), sees(bob(), 'Erin posted this. ')])
        write(bob(), 'Bob saw it. ')
        await Promise.all([sees(erin, 'Bob saw it. '), sees(frank, 'Bob saw it. ')])
        erin.leave()
        frank.leave()
      },
    },
    {
      name: 'a replica that is told to stop drains and exits with 0',
      run: async () => {
        await composition.stop('sync-2')
        assert.equal(await composition.exitCode('sync-2'), 0)
        await Promise.all(everyone.map(isLive))
      },
    },
    {
      name: 'every edit is there after everything was killed at once and started again',
      run: async () => {
        const written = read(bob())
        for (const person of everyone) person.leave()
        await composition.kill('sync-1', 'postgres', 'redis')
        await composition.start()
        const dave = join(durePerson(origin, documentId, 'dave'))
        await sees(dave, 'Carol came later. ')
        assert.equal(read(dave), written)
        dave.leave()
      },
    },
  ]
}

async function connections(composition: Composition): Promise<Readonly<Record<ReplicaName, number>>> {
  const [first, second] = await Promise.all([composition.connections('sync-1'), composition.connections('sync-2')])
  return { 'sync-1': first, 'sync-2': second }
}

function nth<T>(list: readonly T[], index: number): T {
  const item = list[index]
  if (item === undefined) throw new Error('an earlier check did not come so far')
  return item
}
