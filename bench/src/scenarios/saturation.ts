/** How many operations a second reach a hundred readers of one document before the slowest per cent waits 250 ms. */
import { setTimeout as wait } from 'node:timers/promises'
import { BusyRoom } from '../load/busy-room.ts'
import { Service } from '../load/service.ts'
import { type Measurements, RELAYS, type Scenario } from './scenario.ts'

const WRITERS = 32
const READERS = 100
/** Readers whose messages are read; reading all would saturate the generator first. */
const SAMPLED = 4
const BOUND_MS = 250
const START_PER_SECOND = 500
const MAX_PER_SECOND = 60_000
const STEP_MS = 2500

export const saturation: Scenario = {
  name: 'saturation',
  title: `1 document, ${WRITERS} writers, ${READERS} readers, more and more until p99 passes ${BOUND_MS} ms`,
  peers: RELAYS,
  metrics: [
    { key: 'deliveredPerSecond', title: 'delivered op/s', digits: 0 },
    { key: 'cpuUs', title: 'server CPU per delivered op, µs', digits: 3 },
    { key: 'typedPerSecond', title: 'typed op/s', digits: 0 },
    { key: 'p99', title: 'visible p99 there, ms', digits: 1 },
  ],
  ratios: ['deliveredPerSecond', 'cpuUs'],
  async run({ peer, quick }) {
    const service = await Service.start(peer)
    const room = await BusyRoom.open(service, { writers: WRITERS, readers: READERS, sampled: SAMPLED })
    await room.type(START_PER_SECOND, 2000)
    let best: Measurements = { deliveredPerSecond: 0, cpuUs: Number.NaN, typedPerSecond: 0, p99: Number.NaN }
    let misses = 0
    const factor = quick ? 1.6 : 1.3
    for (let perSecond = START_PER_SECOND; perSecond <= MAX_PER_SECOND && misses < 2; perSecond *= factor) {
      const step = await oneStep(service, room, perSecond)
      if (!step) {
        misses += 1
        continue
      }
      best = step
      misses = 0
    }
    room.close()
    await service.stop()
    return best
  },
}

/** Undefined when the server did not keep up. */
async function oneStep(service: Service, room: BusyRoom, perSecond: number): Promise<Measurements | undefined> {
  await room.type(perSecond, 300)
  room.latency.clear()
  const [cpu, delivered, sent, started] = [service.cpuMs(), room.delivered, room.sent, performance.now()]
  await room.type(perSecond, STEP_MS)
  const seconds = (performance.now() - started) / 1000
  const [cpuMs, ops] = [service.cpuMs() - cpu, room.delivered - delivered]
  const typedPerSecond = (room.sent - sent) / seconds
  const settled = await room.settles(5000)
  // Kept up means that the readers were told during the step, not after it.
  const p99 = room.latency.quantileMs(0.99)
  if (!settled || p99 > BOUND_MS || ops < 0.9 * READERS * (room.sent - sent)) {
    await wait(200)
    return undefined
  }
  return { deliveredPerSecond: ops / seconds, cpuUs: (cpuMs * 1000) / ops, typedPerSecond, p99 }
}
