/** Dure's own sync server, with its defaults. */
import { fileURLToPath } from 'node:url'
import { dureWire } from '../wire/dure-wire.ts'
import type { Wire } from '../wire/wire.ts'
import { createYWire } from '../wire/y-wire.ts'
import type { Peer, PeerName } from './peer.ts'
import { ServerProcess } from './server-process.ts'

const MAIN = fileURLToPath(new URL('../../../sync-server/src/main.ts', import.meta.url))

const createDurePeer = (name: PeerName, title: string, wire: Wire): Peer => ({
  name,
  title,
  wire,
  launch: (directory, port, shared) =>
    ServerProcess.start(MAIN, port, {
      DURE_DATA_DIR: directory,
      LOG_LEVEL: 'warn',
      ...(shared ? { DATABASE_URL: shared.databaseUrl, REDIS_URL: shared.redisUrl } : {}),
    }),
  createDocument: createOverApi,
})

async function createOverApi(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  const body: unknown = await response.json()
  if (response.status === 201 && typeof body === 'object' && body !== null && 'id' in body) return String(body.id)
  throw new Error(`cannot create a document: ${response.status} ${JSON.stringify(body)}`)
}

export const dure = createDurePeer('dure', 'Dure, its own clients (dure.1)', dureWire)
export const durePlain = createDurePeer('dure-plain', 'Dure, stock y-websocket clients', createYWire('/sync/'))
