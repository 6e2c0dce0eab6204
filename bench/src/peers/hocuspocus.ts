/** Hocuspocus 4.7 with its documented defaults and its extensions for a database and Redis. */
import { fileURLToPath } from 'node:url'
import { hocuspocusWire } from '../wire/hocuspocus-wire.ts'
import type { Peer } from './peer.ts'
import { ServerProcess } from './server-process.ts'

const MAIN = fileURLToPath(new URL('servers/hocuspocus-server.ts', import.meta.url))

export const hocuspocus: Peer = {
  name: 'hocuspocus',
  title: 'Hocuspocus 4.7.0',
  wire: hocuspocusWire,
  launch: (directory, port, shared) =>
    ServerProcess.start(MAIN, port, { DATA_DIR: directory, ...(shared ? { REDIS_URL: shared.redisUrl } : {}) }),
  createDocument: async (_origin, name) => name,
}
