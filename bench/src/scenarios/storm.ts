/**
 * Everybody loses the server at the same moment and comes back: Dure's own client, with its own back-off, two thousand
 * times in this process. A few of them type all along, as people do who do not look at the status.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { type DocumentConnection, openDocument } from '@dure/client'
import { inParallel } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { nowUs } from '../load/typing.ts'
import { Distribution } from '../measure/distribution.ts'
import type { Scenario } from './scenario.ts'

const PEOPLE = 2000
const PEOPLE_A_DOCUMENT = 10
const TYPISTS = 20
const TYPE_EVERY_MS = 200
/** A client that is not back by then is a failure, not a figure. */
const DEADLINE_MS = 60_000

export const storm: Scenario = {
  name: 'storm',
  title: `${PEOPLE} clients in ${PEOPLE / PEOPLE_A_DOCUMENT} documents come back after the server was restarted, then killed`,
  peers: ['dure'],
  metrics: [
    { key: 'restartDown', title: 'restart: until it takes connections again, s', digits: 1 },
    { key: 'restartLive', title: '  all live after that, s', digits: 1 },
    { key: 'restartAck', title: '  acknowledgement meanwhile, p99, ms', digits: 0 },
    { key: 'restartLoop', title: "  server's event loop late, p99, ms", digits: 0 },
    { key: 'killDown', title: 'kill -9: until it takes connections again, s', digits: 1 },
    { key: 'killLive', title: '  all live after that, s', digits: 1 },
    { key: 'killAck', title: '  acknowledgement meanwhile, p99, ms', digits: 0 },
    { key: 'killLoop', title: "  server's event loop late, p99, ms", digits: 0 },
  ],
  ratios: [],
  async run({ peer, quick }) {
    const service = await Service.start(peer)
    const people = await gather(service, quick ? PEOPLE / 10 : PEOPLE)
    const restart = await loseServer(service, people, 'stop')
    // A connection that lived ten seconds was a good one: the back-off starts over.
    await wait(12_000)
    const kill = await loseServer(service, people, 'kill')
    await Promise.all(people.map((each) => each.close()))
    await service.stop()
    return {
      restartDown: restart.downS,
      restartLive: restart.liveS,
      restartAck: restart.ackMs,
      restartLoop: restart.loopMs,
      killDown: kill.downS,
      killLive: kill.liveS,
      killAck: kill.ackMs,
      killLoop: kill.loopMs,
    }
  },
}

async function gather(service: Service, count: number): Promise<readonly DocumentConnection[]> {
  const documents: string[] = []
  for (let each = 0; each < count / PEOPLE_A_DOCUMENT; each += 1) documents.push(await service.createDocument())
  const people: DocumentConnection[] = []
  const places = documents.flatMap((document) => Array.from({ length: PEOPLE_A_DOCUMENT }, () => document))
  await inParallel(places, 50, async (documentId) => {
    const person = openDocument({ serverUrl: service.origin(), documentId })
    people.push(person)
    await person.whenSynced
  })
  return people
}

interface Storm {
  readonly downS: number
  readonly liveS: number
  readonly ackMs: number
  readonly loopMs: number
}

async function loseServer(
  service: Service,
  people: readonly DocumentConnection[],
  how: 'stop' | 'kill',
): Promise<Storm> {
  const lost = performance.now()
  await service.bounce(how)
  const up = performance.now()
  // What it took to start is no part of it.
  await service.loop()
  const acks = new Distribution()
  const typing = people.slice(0, TYPISTS).map((person) => typeInto(person, acks))
  await everybodyLive(people)
  const live = performance.now()
  const { p99Ms } = await service.loop()
  for (const stop of typing) stop()
  return { downS: (up - lost) / 1000, liveS: (live - up) / 1000, ackMs: acks.quantileMs(0.99), loopMs: p99Ms }
}

function everybodyLive(people: readonly DocumentConnection[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const missing = new Set(people.filter((person) => person.connection.kind !== 'live'))
    const timer = setTimeout(() => reject(new Error(`${missing.size} clients did not come back`)), DEADLINE_MS)
    const done = (): void => {
      if (missing.size > 0) return
      clearTimeout(timer)
      resolve()
    }
    for (const person of missing) {
      const stop = person.subscribe(() => {
        if (person.connection.kind !== 'live') return
        stop()
        missing.delete(person)
        done()
      })
    }
    done()
  })
}

/** Types a letter now and then while the connection is live, and notes how long each took to be on disk. */
function typeInto(person: DocumentConnection, acks: Distribution): () => void {
  let typedUs: number | undefined
  const stopListening = person.subscribe(() => {
    if (person.connection.kind !== 'live') typedUs = undefined
    else if (person.status.kind === 'saved' && typedUs !== undefined) {
      acks.add(nowUs() - typedUs)
      typedUs = undefined
    }
  })
  const timer = setInterval(() => {
    if (person.connection.kind !== 'live' || person.status.kind !== 'saved') return
    typedUs = nowUs()
    person.doc.getText('title').insert(0, 'x')
  }, TYPE_EVERY_MS)
  return () => {
    clearInterval(timer)
    stopListening()
  }
}
