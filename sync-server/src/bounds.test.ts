/** [DU7] What one client does cannot grow the server or slow the others. */
import { SCHEMA_VERSION } from '@dure/document/schema-version'
import {
  CLOSE,
  type DocumentId,
  newSessionId,
  PROTOCOL_VERSION,
  writeHello,
  writeQueryAwareness,
  writeSyncStep1,
} from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { converged, sees, type } from './testing/peer.ts'
import type { RawPeer } from './testing/raw-peer.ts'
import { World } from './testing/world.ts'

const KILOBYTE = 'x'.repeat(1024)

let world: World
beforeAll(async () => {
  world = await World.start()
})
afterAll(() => world.close())

const MB = 1024 * 1024
const usedBytes = (): number => {
  const { external, heapUsed } = process.memoryUsage()
  return external + heapUsed
}

/** A member of the room that reads nothing from here on. */
async function sleeper(id: DocumentId): Promise<RawPeer> {
  const raw = world.raw(id, 'dure')
  await raw.hello()
  raw.socket.pause()
  return raw
}

/** Writes that much into the document, in many edits, and waits until somebody else has it. */
async function flood(id: DocumentId, megabytes: number): Promise<void> {
  const [ann, bob] = [await world.dure(id), await world.dure(id)]
  for (let at = 0; at < megabytes * 4; at += 1) {
    type(ann, KILOBYTE.repeat(256))
    await ann.connection.whenSaved()
  }
  type(ann, 'end')
  await sees(bob, 'end')
}

test('[DU7] a slow reader is sent no more than a bound; it catches up when it reads again, and is closed when it never does', {
  timeout: 60_000,
}, async () => {
  const id = await world.document()
  const [slow, dead] = [await sleeper(id), await sleeper(id)]
  const sentBefore = await world.metric('dure_sent_bytes_total')
  await flood(id, 12)
  // One who reads it all, and two who get their bound and the few megabytes that the kernel takes for them.
  const sent = (await world.metric('dure_sent_bytes_total')) - sentBefore
  expect(sent).toBeGreaterThan(12 * MB)
  expect(sent).toBeLessThan(30 * MB)
  slow.socket.resume()
  const head = (await world.rows(id)).at(-1)?.seq ?? 0
  await slow.reaches(head)
  expect(dead.socket.isPaused).toBe(true)
  // Its time, and that of what waits for it at the slowest rate.
  world.clock.skip(30_000 + 60_000 * 60)
  await world.log.said('disconnected')
  dead.socket.resume()
  // The close frame waits behind what was queued; if that was cut, the client sees a broken connection.
  expect([CLOSE.tryLater.code, 1006]).toContain((await dead.closed()).code)
})

describe('[DU7] a client that asks and does not read', { timeout: 60_000 }, () => {
  test.each([
    ['the document', () => writeSyncStep1(Uint8Array.of(0))],
    ['presence', () => writeQueryAwareness()],
  ])('for %s is answered a bounded number of times', async (_name, question) => {
    const id = await world.document()
    const ann = await world.dure(id)
    for (let at = 0; at < 4; at += 1) {
      type(ann, KILOBYTE.repeat(512))
      await ann.connection.whenSaved()
    }
    const raw = world.raw(id, 'plain')
    await raw.opened()
    await raw.heard(1)
    raw.socket.pause()
    const before = usedBytes()
    for (let at = 0; at < 1000; at += 1) raw.send(question())
    type(ann, 'after')
    await ann.connection.whenSaved()
    const bob = await world.dure(id)
    await converged([ann, bob])
    // A thousand answers of two megabytes would be two gigabytes.
    expect(usedBytes() - before).toBeLessThan(100 * MB)
    raw.socket.resume()
    await raw.heard(2)
  })

  test('more messages than its rate are closed', async () => {
    const id = await world.document()
    const raw = world.raw(id, 'plain')
    await raw.opened()
    for (let at = 0; at < 25_000; at += 1) raw.send(writeQueryAwareness())
    expect((await raw.closed()).code).toBe(CLOSE.tooMany.code)
  })

  test('a client that pushes before the document is open is held to a bound', async () => {
    const id = await world.document()
    const raw = world.raw(id, 'dure')
    await raw.opened()
    const sessionId = newSessionId()
    raw.send(
      writeHello({
        protocolVersion: PROTOCOL_VERSION,
        schemaVersion: SCHEMA_VERSION,
        sessionId,
        displayName: '',
        resume: undefined,
      }),
    )
    for (let at = 0; at < 3; at += 1) raw.send(new Uint8Array(7 * MB).fill(18))
    expect([CLOSE.tooMany.code, CLOSE.malformed.code]).toContain((await raw.closed()).code)
  })
})
