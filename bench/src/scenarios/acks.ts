/** How long until an edit is on disk and its writer knows: 50 people in 50 documents, up to 10,000 updates a second. */
import { setTimeout as wait } from 'node:timers/promises'
import { createPage } from '../documents/page.ts'
import { Client } from '../load/client.ts'
import { pace } from '../load/pace.ts'
import { inParallel, seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { nowUs, Typist } from '../load/typing.ts'
import { Distribution } from '../measure/distribution.ts'
import { measureFsync } from '../measure/fsync-floor.ts'
import type { Scenario } from './scenario.ts'

const DOCUMENTS = 50
const RATES = [1000, 5000, 10_000] as const
const WARM_UP_MS = 1500

interface Writer {
  readonly client: Client
  readonly typist: Typist
  /** When each unacknowledged update was sent, oldest first, from number `settled + 1` on. */
  readonly sentAt: number[]
  settled: number
}

export const acks: Scenario = {
  name: 'acks',
  title: `${DOCUMENTS} writers in as many documents, acknowledged when on disk`,
  peers: ['dure'],
  metrics: [
    ...RATES.flatMap((rate) => [
      { key: `p50at${rate}`, title: `${rate}/s: ack p50, ms`, digits: 1 },
      { key: `p99at${rate}`, title: `${rate}/s: ack p99, ms`, digits: 1 },
      { key: `cpuAt${rate}`, title: `${rate}/s: server CPU per update, µs`, digits: 1 },
      { key: `batchAt${rate}`, title: `${rate}/s: updates a transaction`, digits: 1 },
    ]),
    { key: 'fsyncP50', title: 'one 4 kB write + fdatasync of this disk, p50, ms', digits: 2 },
    { key: 'fsyncP99', title: 'the same, p99, ms', digits: 2 },
  ],
  ratios: [],
  async run({ peer, seconds }) {
    const floor = await measureFsync(1500)
    const service = await Service.start(peer)
    const latency = new Distribution()
    const page = createPage(1)
    const numbers = Array.from({ length: DOCUMENTS }, (_, index) => index)
    const writers = await inParallel(numbers, 8, async (): Promise<Writer> => {
      const document = await service.createDocument()
      await seed(service, document, [page.state], page.state.length)
      const client = await Client.join(service, document)
      const writer: Writer = { client, typist: new Typist(1000, page.paragraph(0)), sentAt: [], settled: 0 }
      client.onFrame((bytes, start, end) => {
        const through = peer.wire.acknowledged(bytes, start, end)
        if (through <= writer.settled) return
        const now = nowUs()
        for (const sentAt of writer.sentAt.splice(0, through - writer.settled)) latency.add(now - sentAt)
        writer.settled = through
      })
      return writer
    })
    let next = 0
    const type = (rate: number, durationMs: number): Promise<void> =>
      pace(rate, durationMs, (count) => {
        for (let index = 0; index < count; index += 1) {
          const writer = writers[next % writers.length]
          next += 1
          const now = nowUs()
          writer?.sentAt.push(now)
          writer?.client.send([writer.typist.type(now)])
        }
      })
    const result: Record<string, number> = { fsyncP50: floor.quantileMs(0.5), fsyncP99: floor.quantileMs(0.99) }
    for (const rate of RATES) {
      await type(rate, WARM_UP_MS)
      latency.clear()
      const [cpu, before, commits] = [service.cpuMs(), next, await committed(service)]
      await type(rate, seconds * 1000)
      result[`cpuAt${rate}`] = ((service.cpuMs() - cpu) * 1000) / (next - before)
      const after = await committed(service)
      result[`batchAt${rate}`] = (after.updates - commits.updates) / (after.batches - commits.batches)
      while (writers.some((writer) => writer.sentAt.length > 0)) await wait(5)
      result[`p50at${rate}`] = latency.quantileMs(0.5)
      result[`p99at${rate}`] = latency.quantileMs(0.99)
    }
    for (const writer of writers) writer.client.close()
    await service.stop()
    return result
  },
}

/** From Dure's own /metrics. */
async function committed(service: Service): Promise<{ updates: number; batches: number }> {
  const text = await (await fetch(`${service.origin()}/metrics`)).text()
  const read = (name: string): number => Number(new RegExp(`^${name}(?:{[^}]*})? ([0-9.e+]+)$`, 'm').exec(text)?.[1])
  return { updates: read('dure_commit_batch_updates_sum'), batches: read('dure_commit_batch_updates_count') }
}
