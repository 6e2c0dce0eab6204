/** Dure's own sync server, with its defaults. */
import { fileURLToPath } from 'node:url'
import { createOpenDocument, OWNER_SETTINGS, type SignedInHeaders, signIn } from '@dure/testkit'
import { dureWire } from '../wire/dure-wire.ts'
import type { Wire } from '../wire/wire.ts'
import { createYWire } from '../wire/y-wire.ts'
import type { Peer, PeerName } from './peer.ts'
import { ServerProcess } from './server-process.ts'

/** By origin: a process of a measurement talks to one server after another. */
const owners = new Map<string, Promise<SignedInHeaders>>()

const MAIN = fileURLToPath(new URL('../../../sync-server/src/main.ts', import.meta.url))

const createDurePeer = (name: PeerName, title: string, wire: Wire): Peer => ({
  name,
  title,
  wire,
  launch: (directory, port, shared) =>
    ServerProcess.start(MAIN, port, {
      DURE_DATA_DIR: directory,
      LOG_LEVEL: 'warn',
      ...OWNER_SETTINGS,
      ...(shared ? { DATABASE_URL: shared.databaseUrl, REDIS_URL: shared.redisUrl } : {}),
    }),
  createDocument: createOverApi,
})

/** Open to whoever has its id: what is measured has no accounts. */
async function createOverApi(origin: string): Promise<string> {
  return createOpenDocument(origin, await ownerAt(origin))
}

/** Signed in once a server: a password is made to take time. */
function ownerAt(origin: string): Promise<SignedInHeaders> {
  const known = owners.get(origin) ?? signIn(origin)
  owners.set(origin, known)
  return known
}

export const dure = createDurePeer('dure', 'Dure, its own clients (dure.1)', dureWire)
export const durePlain = createDurePeer('dure-plain', 'Dure, stock y-websocket clients', createYWire('/sync/'))
