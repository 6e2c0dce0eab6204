/** [DU6] People whose connection hangs without anybody being told: no ghosts on others' screens. */
import { type DocumentId, writeAwareness } from '@dure/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PRESENCE_HEARTBEAT_MS } from './limits.ts'
import type { DurePeer } from './testing/dure-peer.ts'
import { seesPresence, type } from './testing/peer.ts'
import type { RawPeer } from './testing/raw-peer.ts'
import { World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

const CARET = 41
const YJS_CLIENT_ID = 7

/** Somebody whose socket can be made to hang: what the server sends, pings too, stays unread. */
async function joins(id: DocumentId, dialect: 'dure' | 'plain'): Promise<RawPeer> {
  const raw = world.raw(id, dialect)
  if (dialect === 'dure') await raw.hello()
  else await raw.opened()
  raw.send(writeAwareness([{ yjsClientId: YJS_CLIENT_ID, clock: 1, json: JSON.stringify({ caret: CARET }) }]))
  return raw
}

/** Time passes by heartbeats, and who is there says so on the way. */
async function pass(ms: number, there: DurePeer): Promise<void> {
  for (let passed = 0; passed < ms; passed += PRESENCE_HEARTBEAT_MS) {
    world.clock.skip(PRESENCE_HEARTBEAT_MS)
    type(there, '.')
    await there.connection.whenSaved()
  }
}

test.each(['dure', 'plain'] as const)(
  '[DU6] a %s client that hangs is off the screens within 10 s, and back when it is heard again',
  async (dialect) => {
    const id = await world.document()
    const ann = await world.dure(id, 'Ann')
    ann.awareness.setLocalStateField('caret', 1)
    const raw = await joins(id, dialect)
    const hanging = { doc: { clientID: YJS_CLIENT_ID } }
    const sees = (holds: (caret: unknown) => boolean) => seesPresence(ann, hanging, (state) => holds(state?.['caret']))
    await sees((caret) => caret === CARET)
    raw.socket.pause()
    await pass(10_000, ann)
    await sees((caret) => caret === undefined)
    // The socket itself was left alone: a short hang costs nobody a reconnect.
    raw.socket.resume()
    await raw.heard(raw.frames.length + 1)
    await pass(PRESENCE_HEARTBEAT_MS, ann)
    await sees((caret) => caret === CARET)
  },
)

test('[DU6] who is quiet but there stays on the screens', async () => {
  const id = await world.document()
  const [ann, bob] = [await world.dure(id, 'Ann'), await world.dure(id, 'Bob')]
  ann.awareness.setLocalStateField('caret', CARET)
  await seesPresence(bob, ann, (state) => state?.['caret'] === CARET)
  let lost = false
  bob.awareness.on('change', () => {
    lost ||= !bob.awareness.getStates().has(ann.doc.clientID)
  })
  for (let beat = 0; beat < 12; beat += 1) {
    await pass(PRESENCE_HEARTBEAT_MS, bob)
    // The answer of a browser to a ping arrives some time within a heartbeat.
    await ann.connection.whenSaved()
  }
  expect(lost).toBe(false)
})
