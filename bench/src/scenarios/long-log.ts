/** A document that came about in 100,000 small updates opens like one that was pasted in whole. */
import { setTimeout as wait } from 'node:timers/promises'
import * as Y from 'yjs'
import { createPage } from '../documents/page.ts'
import { Client } from '../load/client.ts'
import { seed } from '../load/seed.ts'
import { Service } from '../load/service.ts'
import { nowUs, Typist } from '../load/typing.ts'
import { median } from '../measure/distribution.ts'
import { firstOpen } from './cold-open.ts'
import type { Scenario } from './scenario.ts'

const UPDATES = 100_000
const WRITERS = 10
const SLICE = 50
const OPENS = 3

export const longLog: Scenario = {
  name: 'long-log',
  title: `first open after a restart: a log of ${UPDATES.toLocaleString('en')} updates, and the same state pasted in one`,
  peers: ['dure'],
  metrics: [
    { key: 'logMs', title: 'of the log, ms', digits: 0 },
    { key: 'stateMs', title: 'of the one state, ms', digits: 0 },
    { key: 'ratio', title: 'ratio', digits: 2 },
    { key: 'restartMs', title: 'of the log right after kill, before a last snapshot, ms', digits: 0 },
  ],
  ratios: [],
  async run({ peer }) {
    const service = await Service.start(peer)
    const [long, whole] = [await service.createDocument(), await service.createDocument()]
    const state = await typeLong(service, long)
    await service.restart()
    const { ms: restartMs } = await firstOpen(service, long, state.length)
    await seed(service, whole, [state], state.length)
    await wait(4500)
    const logMs: number[] = []
    const stateMs: number[] = []
    for (let open = 0; open < OPENS; open += 1) {
      await service.restart()
      logMs.push((await firstOpen(service, long, state.length)).ms)
      await service.restart()
      stateMs.push((await firstOpen(service, whole, state.length)).ms)
    }
    await service.stop()
    const [log, one] = [median(logMs), median(stateMs)]
    return { logMs: log, stateMs: one, ratio: log / one, restartMs }
  },
}

/** Types everything through ordinary connections; answers the state at the end. */
async function typeLong(service: Service, document: string): Promise<Uint8Array> {
  const page = createPage(WRITERS)
  await seed(service, document, [page.state], page.state.length)
  const doc = new Y.Doc()
  const all: Uint8Array[] = [page.state]
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, async (_, index) => {
      const typist = new Typist(1000 + index, page.paragraph(index))
      const writer = { client: await Client.join(service, document), typist, settled: 0 }
      writer.client.onFrame((bytes, start, end) => {
        writer.settled = Math.max(writer.settled, service.peer.wire.acknowledged(bytes, start, end))
      })
      return writer
    }),
  )
  for (let sent = 0; sent < UPDATES; ) {
    for (const { client, typist } of writers) {
      const updates = Array.from({ length: SLICE }, () => typist.type(nowUs()))
      all.push(...updates)
      client.send(updates)
      sent += SLICE
    }
    // No more on the way than a fast connection would have; this is about the log, not about a flood.
    while (writers.some(({ client, settled }) => client.sent - settled > 200)) await wait(1)
    await wait(WRITERS * SLICE * 0.1)
  }
  while (writers.some(({ client, settled }) => settled < client.sent)) await wait(5)
  for (const { client } of writers) client.close()
  doc.transact(() => {
    for (const update of all) Y.applyUpdate(doc, update)
  })
  return Y.encodeStateAsUpdate(doc)
}
