/** y-websocket 2's own server, as its package starts it: documents in memory only. */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createYWire } from '../wire/y-wire.ts'
import type { Peer } from './peer.ts'
import { ServerProcess } from './server-process.ts'

// The package exports no path to its own command, which stands at the same place in every 2.x.
const PACKAGE = createRequire(import.meta.url).resolve('y-websocket-2/package.json')
const MAIN = join(dirname(PACKAGE), 'bin', 'server.cjs')

export const yWebsocket: Peer = {
  name: 'y-websocket',
  title: 'y-websocket 2.1.0 (memory only)',
  wire: createYWire('/'),
  launch: (_directory, port) => ServerProcess.start(MAIN, port, { HOST: '127.0.0.1' }),
  createDocument: async (_origin, name) => name,
}
