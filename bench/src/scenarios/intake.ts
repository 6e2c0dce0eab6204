/** What decoding and checking cost an update, measured alone: no socket, no disk, one thread. */
import { judgeUpdate, KnownState, scanUpdate } from '@dure/document/update'
import { createPage } from '../documents/page.ts'
import { Typist } from '../load/typing.ts'
import type { Scenario } from './scenario.ts'

const UPDATES = 100_000

export const intake: Scenario = {
  name: 'intake',
  title: `${UPDATES.toLocaleString('en')} small updates decoded, judged and taken in, one thread`,
  peers: ['dure'],
  metrics: [{ key: 'cpuUs', title: 'CPU per update, µs', digits: 2 }],
  ratios: [],
  async run() {
    const page = createPage(4)
    const typists = [0, 1, 2, 3].map((index) => new Typist(1000 + index, page.paragraph(index)))
    const updates = Array.from({ length: UPDATES }, (_, index) => typists[index % 4]?.type(index) ?? new Uint8Array())
    const known = new KnownState()
    known.take(scanUpdate(page.state))
    const before = process.cpuUsage()
    for (const update of updates) {
      const shape = scanUpdate(update)
      if (judgeUpdate(shape, known).kind !== 'accept') throw new Error('typing is always acceptable')
      known.take(shape)
    }
    const { user, system } = process.cpuUsage(before)
    return { cpuUs: (user + system) / UPDATES }
  },
}
