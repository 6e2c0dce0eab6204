/** Three hundred documents with three people each, of whom one types two operations a second. */
import { setTimeout as wait } from 'node:timers/promises'
import { createPage } from '../documents/page.ts'
import { SETTLE_MS } from '../load/busy-room.ts'
import { Client } from '../load/client.ts'
import { pace } from '../load/pace.ts'
import { inParallel, seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { ageUs, nowUs, Typist } from '../load/typing.ts'
import { wordsIn } from '../load/words-in-update.ts'
import { Distribution } from '../measure/distribution.ts'
import { RELAYS, type Scenario } from './scenario.ts'

const DOCUMENTS = 300
const READERS = 2
const PER_DOCUMENT = 2
/** Servers store or project a busy document at the latest every 10 s: the measured stretch is to hold that work. */
const WARM_UP_MS = 11_000
const MIN_SECONDS = 10

export const manyRooms: Scenario = {
  name: 'many-rooms',
  title: `${DOCUMENTS} documents × 3 clients, ${PER_DOCUMENT} op/s a document`,
  peers: RELAYS,
  metrics: [
    { key: 'cpuUs', title: 'server CPU per op, µs', digits: 0 },
    { key: 'p50', title: 'visible p50, ms', digits: 1 },
    { key: 'p99', title: 'visible p99, ms', digits: 1 },
  ],
  ratios: ['cpuUs', 'p99'],
  async run({ peer, seconds }) {
    const service = await Service.start(peer)
    const { wire } = peer
    const latency = new Distribution()
    const page = createPage(1)
    let seen = 0
    let live = false
    const visit = (bytes: Buffer, start: number, end: number): void => {
      if (!live) return
      const now = nowUs()
      seen += wordsIn(bytes, start, end, (at) => latency.add(ageUs(bytes, at, now)))
    }
    const numbers = Array.from({ length: DOCUMENTS }, (_, index) => index)
    const rooms = await inParallel(numbers, 8, async () => {
      const document = await service.createDocument()
      await seed(service, document, [page.state], page.state.length)
      const writer = await Client.join(service, document)
      writer.onFrame(() => undefined)
      const readers: Client[] = []
      for (let reader = 0; reader < READERS; reader += 1) {
        const client = await Client.join(service, document)
        client.onFrame((bytes, start, end) => wire.updatesIn(bytes, start, end, visit))
        readers.push(client)
      }
      return { writer, readers, typist: new Typist(1000, page.paragraph(0)) }
    })
    await wait(SETTLE_MS)
    live = true
    let next = 0
    let sent = 0
    const type = (durationMs: number): Promise<void> =>
      pace(DOCUMENTS * PER_DOCUMENT, durationMs, (count) => {
        for (let index = 0; index < count; index += 1) {
          const room = rooms[next % rooms.length]
          next += 1
          sent += 1
          room?.writer.send([room.typist.type(nowUs())])
        }
      })
    await type(WARM_UP_MS)
    latency.clear()
    const [cpu, before] = [service.cpuMs(), sent]
    await type(Math.max(seconds, MIN_SECONDS) * 1000)
    const cpuMs = service.cpuMs() - cpu
    const ops = sent - before
    for (let waited = 0; waited < 200 && seen < sent * READERS; waited += 1) await wait(10)
    if (seen < sent * READERS) throw new Error(`${peer.title}: readers saw ${seen} of ${sent * READERS}`)
    const result = { cpuUs: (cpuMs * 1000) / ops, p50: latency.quantileMs(0.5), p99: latency.quantileMs(0.99) }
    for (const room of rooms) for (const client of [room.writer, ...room.readers]) client.close()
    await service.stop()
    return result
  },
}
