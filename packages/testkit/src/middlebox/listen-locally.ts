/** Any free port of this machine for a server of a test. */
import { once } from 'node:events'
import type { Server } from 'node:net'

export async function listenLocally(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`)
  return address.port
}
