/** Two thousand people who only look, each at a document of their own: what does one cost, and is it given back? */
import { setTimeout as wait } from 'node:timers/promises'
import { createPage } from '../documents/page.ts'
import { Client } from '../load/client.ts'
import { inParallel, seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import type { Scenario } from './scenario.ts'

const CONNECTIONS = 2000
const QUICK_CONNECTIONS = 500
const DOCUMENT_BYTES = 10_000
const CYCLES = 3
/** Dure keeps a document that nobody has open for 30 s and looks every 5 s. */
const FORGET_MS = 38_000

export const idle: Scenario = {
  name: 'idle',
  title: `${CONNECTIONS} idle connections (${QUICK_CONNECTIONS} in a short round), each on its own 10 kB document`,
  peers: ['dure', 'dure-plain', 'hocuspocus'],
  metrics: [
    { key: 'residentKb', title: 'resident memory a connection, kB', digits: 1 },
    { key: 'heldKb', title: 'heap and buffers held a connection, kB', digits: 1 },
    ...[1, 2, 3].map((cycle) => ({
      key: `after${cycle}`,
      title: `held after cycle ${cycle}, MB over start`,
      digits: 1,
    })),
  ],
  ratios: ['residentKb', 'heldKb'],
  async run({ peer, quick }) {
    const connections = quick ? QUICK_CONNECTIONS : CONNECTIONS
    const page = createPage(1, DOCUMENT_BYTES)
    const service = await Service.start(peer)
    const numbers = Array.from({ length: connections }, (_, index) => index)
    const documents = await inParallel(numbers, 16, () => service.createDocument())
    await inParallel(documents, 16, (document) => seed(service, document, [page.state], page.state.length))
    // What was learned while seeding is not to be counted, nor what is still to be stored.
    await wait(4500)
    await service.restart()
    await inParallel(documents.slice(0, 50), 10, async (document) => (await Client.join(service, document)).close())
    await wait(quick ? 3000 : FORGET_MS)
    const start = await settled(service)
    const result: Record<string, number> = {}
    const cycles = quick ? 1 : CYCLES
    for (let cycle = 1; cycle <= cycles; cycle += 1) {
      const clients = await inParallel(documents, 20, (document) => Client.join(service, document))
      await wait(3000)
      const full = await settled(service)
      if (cycle === 1) {
        result['residentKb'] = (full.resident - start.resident) / connections / 1024
        result['heldKb'] = (full.held - start.held) / connections / 1024
      }
      for (const client of clients) client.close()
      await wait(quick ? 1000 : FORGET_MS)
      if (!quick) result[`after${cycle}`] = ((await settled(service)).held - start.held) / 1024 / 1024
    }
    await service.stop()
    return result
  },
}

async function settled(service: Service): Promise<{ resident: number; held: number }> {
  const { heldBytes } = await service.memory()
  return { resident: service.residentBytes(), held: heldBytes }
}
