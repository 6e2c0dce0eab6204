/** One document, four people typing 25 operations a second each, a hundred readers. */
import { BusyRoom } from '../load/busy-room.ts'
import { Service } from '../load/service.ts'
import { RELAYS, type Scenario } from './scenario.ts'

const WRITERS = 4
const READERS = 100
const PER_SECOND = 100
/** Long enough for the servers' code to be compiled. */
const WARM_UP_MS = 5000

export const fanOut: Scenario = {
  name: 'fan-out',
  title: `1 document, ${WRITERS} writers × 25 op/s, ${READERS} readers`,
  peers: RELAYS,
  metrics: [
    { key: 'cpuUs', title: 'server CPU per op and reader, µs', digits: 2 },
    { key: 'p50', title: 'visible p50, ms', digits: 1 },
    { key: 'p99', title: 'visible p99, ms', digits: 1 },
  ],
  ratios: ['cpuUs', 'p99'],
  async run({ peer, seconds }) {
    const service = await Service.start(peer)
    const room = await BusyRoom.open(service, { writers: WRITERS, readers: READERS })
    await room.type(PER_SECOND, WARM_UP_MS)
    room.latency.clear()
    const [cpu, delivered] = [service.cpuMs(), room.delivered]
    await room.type(PER_SECOND, seconds * 1000)
    const cpuMs = service.cpuMs() - cpu
    const ops = room.delivered - delivered
    if (!(await room.settles(2000))) throw new Error(`${peer.title}: edits were lost on the way to readers`)
    const result = {
      cpuUs: (cpuMs * 1000) / ops,
      p50: room.latency.quantileMs(0.5),
      p99: room.latency.quantileMs(0.99),
    }
    room.close()
    await service.stop()
    return result
  },
}
