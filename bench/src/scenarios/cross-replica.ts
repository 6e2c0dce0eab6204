/** Writers at one replica, readers at the other. */
import { BusyRoom } from '../load/busy-room.ts'
import { Service } from '../load/service.ts'
import type { Scenario } from './scenario.ts'

const WRITERS = 4
const READERS = 50
const PER_SECOND = 100
const WARM_UP_MS = 2500

export const crossReplica: Scenario = {
  name: 'cross-replica',
  title: `1 document, ${WRITERS} writers × 25 op/s at one replica, ${READERS} readers at the other, Redis between`,
  peers: ['dure', 'hocuspocus'],
  metrics: [
    { key: 'p50', title: 'visible p50, ms', digits: 1 },
    { key: 'p99', title: 'visible p99, ms', digits: 1 },
    { key: 'cpuUs', title: 'CPU of both replicas per op and reader, µs', digits: 2 },
    { key: 'sharedUs', title: 'CPU of Postgres and Redis per op, µs', digits: 0 },
  ],
  ratios: ['p99', 'cpuUs'],
  async run({ peer, seconds }) {
    const service = await Service.start(peer, 2)
    const room = await BusyRoom.open(service, { writers: WRITERS, readers: READERS, readersAt: 1 })
    await room.type(PER_SECOND, WARM_UP_MS)
    room.latency.clear()
    const [cpu, shared, delivered, sent] = [service.cpuMs(), service.sharedCpuMs(), room.delivered, room.sent]
    await room.type(PER_SECOND, seconds * 1000)
    const [cpuMs, sharedMs] = [service.cpuMs() - cpu, service.sharedCpuMs() - shared]
    const ops = room.delivered - delivered
    const typed = room.sent - sent
    if (!(await room.settles(5000))) throw new Error(`${peer.title}: edits were lost between replicas`)
    const result = {
      p50: room.latency.quantileMs(0.5),
      p99: room.latency.quantileMs(0.99),
      cpuUs: (cpuMs * 1000) / ops,
      sharedUs: (sharedMs * 1000) / typed,
    }
    room.close()
    await service.stop()
    return result
  },
}
