/**
 * [DU7] Open, type, leave, again and again on the same documents: the server's heap is afterwards what it was.
 * `DURE_LEAK_ROUNDS=20 DURE_LEAK_DOCUMENTS=500` for the full figure.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiClient } from '@dure/api'
import type { DocumentId } from '@dure/protocol'
import { signIn } from '@dure/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DurePeer } from './testing/dure-peer.ts'
import { MeasuredServer, type Weight } from './testing/measured-server.ts'
import { sees, type } from './testing/peer.ts'
import { PlainPeer } from './testing/plain-peer.ts'

const ROUNDS = Number(process.env['DURE_LEAK_ROUNDS'] ?? 6)
const DOCUMENTS = Number(process.env['DURE_LEAK_DOCUMENTS'] ?? 60)
/** Documents that people are in at the same time. */
const AT_ONCE = 50
/** What a heap may be larger at the end: the promise. */
const GROWTH = 0.05

let directory: string
let server: MeasuredServer
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-leak-'))
  server = await MeasuredServer.start(directory)
})
afterAll(async () => {
  await server.close()
  await rm(directory, { recursive: true, force: true })
})

/** One writes, by either kind of client, and one reads. */
async function visit(id: DocumentId, at: number, word: string): Promise<void> {
  const writer = at % 2 === 0 ? new DurePeer(server.origin, id, 'writer') : new PlainPeer(server.origin, id, 3)
  const reader = at % 2 === 0 ? new PlainPeer(server.origin, id, 3) : new DurePeer(server.origin, id, 'reader')
  const arrived = (peer: DurePeer | PlainPeer) =>
    peer instanceof DurePeer ? peer.connection.whenSynced : peer.connect()
  await Promise.all([arrived(writer), arrived(reader)])
  writer.awareness.setLocalStateField('cursor', { at: word })
  type(writer, word)
  await sees(reader, word)
  await Promise.all([writer.close(), reader.close()])
}

async function round(ids: readonly DocumentId[], number: number): Promise<void> {
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await Promise.all(ids.slice(at, at + AT_ONCE).map((id, index) => visit(id, index, `round ${number}. `)))
  }
}

test('[DU7] a heap is after many rounds of open, type and leave what it was before', {
  timeout: 60_000 + ROUNDS * DOCUMENTS * 200,
}, async () => {
  const api = createApiClient(server.origin, await signIn(server.origin))
  const open = { generalAccess: { reach: 'link', role: 'editor' } } as const
  const ids: DocumentId[] = []
  while (ids.length < DOCUMENTS) ids.push((await api.createDocument(open)).id)
  // The first rounds load what is loaded once: code, its compiled form, statements, shapes.
  for (const number of [-1, 0]) {
    await round(ids, number)
    await server.weigh()
  }
  const before = await server.weigh()
  const weights: Weight[] = []
  for (let number = 1; number <= ROUNDS; number += 1) {
    await round(ids, number)
    weights.push(await server.weigh())
  }
  const last = weights.at(-1) ?? before
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(2)
  process.stdout.write(
    `    ${ROUNDS} × ${DOCUMENTS} documents: heap ${mb(before.heapBytes)} MB before, then ${weights.map((each) => mb(each.heapBytes)).join(' ')}; ` +
      `outside it ${mb(before.externalBytes)}, then ${weights.map((each) => mb(each.externalBytes)).join(' ')}; ` +
      `resident ${mb(before.residentBytes)} → ${mb(last.residentBytes)}\n`,
  )
  expect(last.heapBytes).toBeLessThan(before.heapBytes * (1 + GROWTH))
})
