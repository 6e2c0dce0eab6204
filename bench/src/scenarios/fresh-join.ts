/** A hundred people open a 1 MB document for the first time. */
import { setTimeout as wait } from 'node:timers/promises'
import { createNovel } from '../documents/novel.ts'
import { timedJoin } from '../load/client.ts'
import { inParallel, seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { Distribution } from '../measure/distribution.ts'
import type { Scenario } from './scenario.ts'

const JOINS = 100
const AT_ONCE = 10
const WARM_UP = 60

export const freshJoin: Scenario = {
  name: 'fresh-join',
  title: `${JOINS} fresh joins of a 1 MB document, ${AT_ONCE} at a time`,
  peers: ['dure', 'dure-plain', 'hocuspocus', 'y-websocket', 'raw'],
  metrics: [
    { key: 'cpuMs', title: 'server CPU per join, ms', digits: 2 },
    { key: 'p50', title: 'until everything is there, p50, ms', digits: 1 },
    { key: 'p99', title: 'the same, p99, ms', digits: 1 },
  ],
  ratios: ['cpuMs', 'p99'],
  async run({ peer }) {
    const novel = createNovel()
    const service = await Service.start(peer)
    const document = await service.createDocument()
    await seed(service, document, [novel.state], novel.state.length)
    // Stays, so that the document is open; and time for what servers do after an edit.
    const { client: stays } = await timedJoin(service, document)
    await wait(3500)
    const latency = new Distribution()
    const join = async (): Promise<void> => {
      const { client, tookUs, bytes } = await timedJoin(service, document)
      client.close()
      if (bytes < novel.state.length * 0.95) throw new Error(`${peer.title}: sent ${bytes} bytes`)
      latency.add(tookUs)
    }
    await inParallel(
      Array.from({ length: WARM_UP }, () => true),
      2,
      join,
    )
    latency.clear()
    const cpu = service.cpuMs()
    await inParallel(
      Array.from({ length: JOINS }, () => true),
      AT_ONCE,
      join,
    )
    const cpuMs = (service.cpuMs() - cpu) / JOINS
    stays.close()
    await service.stop()
    return { cpuMs, p50: latency.quantileMs(0.5), p99: latency.quantileMs(0.99) }
  },
}
