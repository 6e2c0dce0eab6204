/** [DU7] What was used is given back: rooms, connections and their bytes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { docsHold, textOf, type } from './testing/peer.ts'
import { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

test('[DU7] rooms and connections are given back, round after round', { timeout: 60_000 }, async () => {
  const documents = 50
  for (let round = 1; round <= 5; round += 1) {
    const opened = world.log.lines.filter((line) => line.msg === 'room opened').length
    const ids = await Promise.all(Array.from({ length: documents }, () => world.document()))
    const peers = await Promise.all(ids.map((id, at) => (at % 2 === 0 ? world.dure(id) : world.plain(id))))
    await Promise.all(
      peers.map(async (peer, at) => {
        type(peer, `round ${round}`)
        const id = ids[at]
        if (id === undefined) return
        const reader = await world.plain(id)
        await docsHold('read', [reader], () => textOf(reader) === `round ${round}`)
        await Promise.all([peer.close(), reader.close()])
      }),
    )
    const connected = world.log.lines.filter((line) => line.msg === 'connected').length
    await world.log.said('disconnected', connected)
    world.clock.skip(31_000)
    await world.log.said('room closed', opened + documents)
    world.clock.skip(6000)
    expect(await world.metric('dure_connections')).toBe(0)
    expect(await world.metric('dure_rooms')).toBe(0)
    expect(await world.metric('dure_room_bytes')).toBe(0)
  }
})
