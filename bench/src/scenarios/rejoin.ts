/** People come back to a 1 MB document of which they missed a thousandth. */
import { setTimeout as wait } from 'node:timers/promises'
import { readServerMessage } from '@dure/protocol'
import * as Y from 'yjs'
import { createNovel, type Novel } from '../documents/novel.ts'
import { Client, timedJoin } from '../load/client.ts'
import { inParallel, seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { Distribution } from '../measure/distribution.ts'
import { TYPE } from '../wire/dure-wire.ts'
import type { Copy } from '../wire/wire.ts'
import type { Scenario } from './scenario.ts'

const REJOINS = 1000
const WARM_UP = 300
const AT_ONCE = 10
const MISSED = 0.001

export const rejoin: Scenario = {
  name: 'rejoin',
  title: `${REJOINS} rejoins of a 1 MB document after missing 0.1 % of it, ${AT_ONCE} at a time`,
  peers: ['dure', 'dure-plain', 'hocuspocus', 'y-websocket'],
  metrics: [
    { key: 'cpuMs', title: 'server CPU per rejoin, ms', digits: 2 },
    { key: 'p50', title: 'until up to date, p50, ms', digits: 1 },
    { key: 'p99', title: 'the same, p99, ms', digits: 1 },
    { key: 'bytes', title: 'bytes sent', digits: 0 },
  ],
  ratios: ['cpuMs', 'p99'],
  async run({ peer }) {
    const novel = createNovel()
    const missed = Math.round(novel.updates.length * MISSED)
    const service = await Service.start(peer)
    const document = await service.createDocument()
    const { copy, rest } = await before(service, document, novel, missed)
    const { client: stays } = await timedJoin(service, document)
    // Sent one after the other, as typed: each is an update of its own in a log.
    for (const update of rest) {
      stays.send([update])
      await wait(5)
    }
    await wait(3500)
    const latency = new Distribution()
    let bytes = 0
    const join = async (): Promise<void> => {
      const joined = await timedJoin(service, document, { copy })
      joined.client.close()
      latency.add(joined.tookUs)
      bytes = joined.bytes
    }
    const some = (count: number): true[] => Array.from({ length: count }, () => true)
    await inParallel(some(WARM_UP), AT_ONCE, join)
    latency.clear()
    const cpu = service.cpuMs()
    await inParallel(some(REJOINS), AT_ONCE, join)
    const cpuMs = (service.cpuMs() - cpu) / REJOINS
    if (bytes > novel.state.length / 4) throw new Error(`${peer.title}: sent ${bytes} bytes instead of what was missed`)
    stays.close()
    await service.stop()
    return { cpuMs, p50: latency.quantileMs(0.5), p99: latency.quantileMs(0.99), bytes }
  },
}

/** Seeds the document but for the last updates; answers what someone who leaves now will say when they come back. */
async function before(
  service: Service,
  document: string,
  novel: Novel,
  missed: number,
): Promise<{ copy: Copy; rest: readonly Uint8Array[] }> {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of novel.updates.slice(0, -missed)) Y.applyUpdate(doc, update)
  })
  const state = Y.encodeStateAsUpdate(doc)
  await seed(service, document, [state], state.length)
  const rest = novel.updates.slice(-missed)
  if (service.peer.name !== 'dure') {
    return { copy: { kind: 'state-vector', stateVector: Y.encodeStateVector(doc) }, rest }
  }
  let copy: Copy | undefined
  const client = await Client.join(service, document, (bytes, start, end) => {
    if (bytes[start] !== TYPE.welcome) return
    const message = readServerMessage(bytes.subarray(start, end))
    if (message.type === 'welcome') copy = { kind: 'log', epoch: message.epoch, lastSeq: message.head }
  })
  client.close()
  if (!copy) throw new Error('no welcome')
  return { copy, rest }
}
