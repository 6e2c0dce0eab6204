/** The first person to open a 1 MB document after the server was started again. */
import { setTimeout as wait } from 'node:timers/promises'
import { createNovel } from '../documents/novel.ts'
import { timedJoin } from '../load/client.ts'
import { seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { median } from '../measure/distribution.ts'
import type { Scenario } from './scenario.ts'

const OPENS = 3

export const coldOpen: Scenario = {
  name: 'cold-open',
  title: 'first open of a 1 MB document after a restart',
  peers: ['dure', 'dure-plain', 'hocuspocus'],
  metrics: [
    { key: 'ms', title: 'until everything is there, ms', digits: 0 },
    { key: 'cpuMs', title: 'server CPU, ms', digits: 0 },
  ],
  ratios: ['ms', 'cpuMs'],
  async run({ peer }) {
    const novel = createNovel()
    const service = await Service.start(peer)
    const document = await service.createDocument()
    await seed(service, document, [novel.state], novel.state.length)
    // Until it is stored the way it stays: Hocuspocus waits 2 s, Dure's snapshot 1 s.
    await wait(4500)
    const opens: { ms: number; cpuMs: number }[] = []
    for (let open = 0; open < OPENS; open += 1) {
      await service.restart()
      opens.push(await firstOpen(service, document, novel.state.length))
    }
    await service.stop()
    return { ms: median(opens.map(({ ms }) => ms)), cpuMs: median(opens.map(({ cpuMs }) => cpuMs)) }
  },
}

export async function firstOpen(
  service: Service,
  document: string,
  stateBytes: number,
): Promise<{ ms: number; cpuMs: number }> {
  await wait(1500)
  const cpu = service.cpuMs()
  const { client, tookUs, bytes } = await timedJoin(service, document)
  // What the server does behind the answer belongs to it.
  await wait(300)
  const cpuMs = service.cpuMs() - cpu
  client.close()
  if (bytes < stateBytes * 0.95) throw new Error(`sent ${bytes} of ${stateBytes} bytes`)
  return { ms: tookUs / 1000, cpuMs }
}
