/**
 * Random bytes from strangers, before and after hello and as plain clients, while two honest people type. Bounded by
 * time: `DURE_FUZZ_MS` for a longer run, `DURE_TEST_SEED` for the same bytes again.
 */
import { SCHEMA_VERSION } from '@dure/document/schema-version'
import { newSessionId, PROTOCOL_VERSION, toClientSeq, writeHello, writePush, writeSyncUpdate } from '@dure/protocol'
import { runSeeded, type SeededRandom } from '@dure/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { converged, type } from './testing/peer.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

const FUZZ_MS = Number(process.env['DURE_FUZZ_MS'] ?? 4000)
/** Frames one stranger sends before it leaves. */
const FRAMES = 8

let world: World
const rejections: unknown[] = []
const keep = (reason: unknown): void => void rejections.push(reason)
beforeAll(async () => {
  world = await World.start({ LOG_LEVEL: 'error' })
  process.on('unhandledRejection', keep)
})
afterAll(async () => {
  await world.close()
  process.off('unhandledRejection', keep)
})

const clientIds = [1, 77, 2 ** 31, 2 ** 32 - 1]

/** An honest message, or honest but for a few bytes, or none at all. */
function frame(random: SeededRandom, dialect: 'dure' | 'plain', number: number): Uint8Array {
  const kind = random.int(0, 3)
  if (kind === 0) return random.bytes(random.int(0, 64))
  const update = typing(random.pick(clientIds), 'honest text 두레')
  const honest = dialect === 'dure' ? writePush({ clientSeq: toClientSeq(number), update }) : writeSyncUpdate(update)
  const bytes = Uint8Array.from(honest)
  if (kind === 1) return bytes.subarray(0, random.int(0, bytes.length))
  for (let flips = random.int(1, 4); flips > 0; flips -= 1)
    bytes[random.int(0, bytes.length - 1)] = random.uint32() & 0xff
  return bytes
}

const hello = (): Uint8Array =>
  writeHello({
    protocolVersion: PROTOCOL_VERSION,
    schemaVersion: SCHEMA_VERSION,
    sessionId: newSessionId(),
    displayName: '',
    resume: undefined,
  })

test('[DU4] random bytes crash nothing, and honest people converge', { timeout: FUZZ_MS + 60_000 }, () =>
  runSeeded(async (random) => {
    const id = await world.document()
    const [ann, bob] = [await world.dure(id), await world.plain(id)]
    const until = performance.now() + FUZZ_MS
    let strangers = 0
    for (; performance.now() < until; strangers += 1) {
      const dialect = random.pick(['dure', 'plain'] as const)
      const raw = world.raw(id, dialect)
      await raw.opened()
      if (dialect === 'dure' && random.chance(0.8)) raw.send(hello())
      for (let at = 1; at <= FRAMES && raw.socket.readyState === WebSocket.OPEN; at += 1)
        raw.send(frame(random, dialect, at))
      if (random.chance(0.5)) raw.socket.close()
      await raw
        .closed()
        .catch(() => undefined)
        .finally(() => raw.close())
      type(random.pick([ann, bob]), `${strangers} `)
    }
    await ann.connection.whenSaved()
    await converged([ann, bob])
    const late = await world.dure(id)
    await converged([ann, bob, late])
    expect(strangers).toBeGreaterThan(10)
    expect(rejections).toEqual([])
    expect(ann.connection.connection.kind).toBe('live')
    expect(world.log.lines.map((line) => line.msg)).toEqual([])
  }),
)
