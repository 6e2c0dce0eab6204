/** The server as a process: killed mid-typing, stopped politely, started where it may not. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLOSE, type DocumentId, toSeq } from '@dure/protocol'
import { openSqliteStore } from '@dure/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { applyUpdate, Doc } from 'yjs'
import { DurePeer } from './testing/dure-peer.ts'
import { converged, sees, textOf, type } from './testing/peer.ts'
import { PlainPeer } from './testing/plain-peer.ts'
import { RawPeer } from './testing/raw-peer.ts'
import { ServerProcess } from './testing/server-process.ts'

let directory: string
let leaving: { close(): Promise<void> }[]
const leaves = <Leaver extends { close(): Promise<void> }>(leaver: Leaver): Leaver => {
  leaving.unshift(leaver)
  return leaver
}
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-process-'))
  leaving = []
})
afterEach(async () => {
  for (const each of leaving) await each.close()
  await rm(directory, { recursive: true, force: true })
})

const start = async (environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> =>
  leaves(await ServerProcess.start({ DURE_DATA_DIR: directory, ...environment }))

const ROUNDS = Number(process.env['DURE_KILL_ROUNDS'] ?? 10)

test('[DU1] whatever any client saw as saved is in the log after kill -9, round after round', {
  timeout: 30_000 + ROUNDS * 10_000,
}, async () => {
  let server = await start()
  const port = new URL(server.origin).port
  const id = await server.document()
  const typists = [1, 2, 3].map((at) => leaves(new DurePeer(server.origin, id, `typist ${at}`)))
  const plain = leaves(new PlainPeer(server.origin, id, 3))
  await plain.connect()
  /** What each typist had written when it last saw "saved". */
  const saved = new Set<string>()
  for (let round = 1; round <= ROUNDS; round += 1) {
    await Promise.all(typists.map((typist) => typist.becomes('live', ({ connection }) => connection.kind === 'live')))
    // Each types its next word as soon as the last is saved, so that the kill falls at any step of the path.
    const stops = typists.map((typist, who) => {
      let word = 0
      let mine: string[] = []
      const next = (): void => {
        if (!typist.saved) return
        for (const each of mine) saved.add(each)
        word += 1
        mine = [`[${round}.${who}.${word}]`]
        type(typist, mine.join(''))
      }
      const stop = typist.connection.subscribe(next)
      next()
      return stop
    })
    type(plain, `[${round}.plain]`)
    const [typist] = typists
    if (typist) await sees(typist, `[${round}.0.${3 + (round % 5)}]`)
    await server.signal('SIGKILL')
    for (const stop of stops) stop()
    const log = await rowsOf(id)
    const text = log.doc.getText('text').toString()
    for (const word of saved) expect(text).toContain(word)
    expect(log.seqs).toEqual(log.seqs.map((_, at) => at + 1))
    server = await start({ PORT: port })
    for (const each of typists) each.connection.reconnectNow()
  }
  await Promise.all(typists.map((typist) => typist.connection.whenSaved()))
  await plain.synced()
  await converged([...typists, plain])
  expect(saved.size).toBeGreaterThan(ROUNDS * 3)
  for (const word of saved) expect(textOf(plain).split(word)).toHaveLength(2)
})

async function rowsOf(id: DocumentId): Promise<{ doc: Doc; seqs: number[] }> {
  const store = await openSqliteStore({ directory })
  try {
    const rows = (await store.log.readAfter(id, toSeq(0), 1_000_000))?.rows ?? []
    const doc = new Doc()
    for (const row of rows) applyUpdate(doc, row.bytes)
    return { doc, seqs: rows.map((row) => row.seq) }
  } finally {
    await store.close()
  }
}

describe('SIGTERM', { timeout: 60_000 }, () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s tells everybody when to come back, and ends with 0', async (signal) => {
    const server = await start()
    const id = await server.document()
    const raw = leaves(new RawPeer(server.origin, id, 'dure'))
    await raw.hello()
    const plain = leaves(new RawPeer(server.origin, id, 'plain'))
    await plain.opened()
    const writer = leaves(new DurePeer(server.origin, id, 'writer'))
    await writer.connection.whenSynced
    type(writer, 'just before')
    await writer.connection.whenSaved()
    type(writer, ', and in its face')
    const [exit, closed, plainClosed, goaway] = await Promise.all([
      server.signal(signal),
      raw.closed(),
      plain.closed(),
      raw.told('goaway'),
    ])
    expect([exit.code, exit.said]).toEqual([0, ''])
    expect([closed.code, plainClosed.code]).toEqual([CLOSE.restarting.code, CLOSE.restarting.code])
    expect(goaway.reconnectAfterMs).toBeLessThanOrEqual(3000)
    expect((await rowsOf(id)).doc.getText('text').toString()).toContain('just before')
  })
})

describe('a start that cannot be', { timeout: 60_000 }, () => {
  test('on data that another process uses is refused, and the other goes on', async () => {
    const server = await start()
    const { code, said } = await ServerProcess.runToEnd({ DURE_DATA_DIR: directory })
    expect(code).toBe(1)
    expect(said).toContain(directory)
    expect(said).toMatch(/in use|another/i)
    expect((await fetch(`${server.origin}/readyz`)).status).toBe(200)
  })

  test('on a port that is taken names the port', async () => {
    const server = await start()
    const { port } = new URL(server.origin)
    const { code, said } = await ServerProcess.runToEnd({ DURE_DATA_DIR: join(directory, 'other'), PORT: port })
    expect(code).toBe(1)
    expect(said).toContain(`Port ${port}`)
    expect(said).not.toMatch(/\bat .*:\d+:\d+/)
  })

  test('with wrong settings names each of them, and what would be right', async () => {
    const { code, said } = await ServerProcess.runToEnd({ PORT: 'eighty', LOG_LEVEL: 'loud', DURE_DATA_DIR: directory })
    expect(code).toBe(1)
    expect(said).toMatch(/PORT is "eighty": expected .*0 to 65535/)
    expect(said).toMatch(/LOG_LEVEL is "loud": expected .*info/)
  })
})
