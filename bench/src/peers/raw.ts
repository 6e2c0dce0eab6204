/** Two bounds: what relaying costs when nothing is understood, checked or kept. */
import { fileURLToPath } from 'node:url'
import { createYWire } from '../wire/y-wire.ts'
import type { Peer, PeerName } from './peer.ts'
import { ServerProcess } from './server-process.ts'

const MAIN = fileURLToPath(new URL('servers/raw-server.ts', import.meta.url))

const createRawPeer = (name: PeerName, title: string, env: Readonly<Record<string, string>>): Peer => ({
  name,
  title,
  wire: createYWire('/'),
  launch: (_directory, port) => ServerProcess.start(MAIN, port, env),
  createDocument: async (_origin, document) => document,
})

export const raw = createRawPeer('raw', 'ws broadcast, one send a message', {})
export const rawBatched = createRawPeer('raw-batched', 'ws broadcast, batched per tick', { BATCH: '1' })
