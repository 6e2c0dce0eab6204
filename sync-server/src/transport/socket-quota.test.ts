/** [DU7] Connections and requests are counted from their first moment, before anybody has said who they are. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { API_ROUTES } from '@dure/api'
import { afterEach, expect, test } from 'vitest'
import { World } from '../testing/world.ts'
import { ConnectionQuota } from './connection-quota.ts'

const leaving: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const each of leaving.splice(0).reverse()) await each.close()
})

async function start(parts: Parameters<typeof World.start>[1], settings: Readonly<Record<string, string>> = {}) {
  const world = await World.start(settings, parts)
  leaving.push(world)
  return world
}

/** A connection that says nothing, and whether it was closed unread. */
async function silent(origin: string): Promise<{ readonly socket: Socket; readonly ended: Promise<unknown> }> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  const ended = once(socket, 'close')
  leaving.push({
    close: async () => {
      socket.destroy()
    },
  })
  await once(socket, 'connect')
  return { socket, ended }
}

test('[DU7] one address opens so many sockets to whatever path, and others when some are closed', async () => {
  const world = await start({ sockets: new ConnectionQuota(100, 3) })
  const held = [await silent(world.origin), await silent(world.origin), await silent(world.origin)]
  await (await silent(world.origin)).ended
  held[0]?.socket.destroy()
  await held[0]?.ended
  await expect
    .poll(() =>
      fetch(`${world.origin}/healthz`).then(
        ({ status }) => status,
        () => 'closed',
      ),
    )
    .toBe(200)
})

test('[DU7] behind a trusted proxy it is requests that are counted, by the address it tells', async () => {
  const parts = { sockets: new ConnectionQuota(100, 1), requests: new ConnectionQuota(100, 2) }
  const world = await start(parts, { DURE_TRUSTED_PROXIES: 'loopback' })
  // Requests whose bodies never come.
  const stuck = async (address: string): Promise<Socket> => {
    const { socket } = await silent(world.origin)
    socket.write(
      `POST ${API_ROUTES.session} HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: ${address}\r\n` +
        'content-type: application/json\r\ncontent-length: 10\r\n\r\n{',
    )
    return socket
  }
  const asked = (address: string): Promise<number> =>
    fetch(world.origin + API_ROUTES.session, { headers: { 'x-forwarded-for': address } }).then(({ status }) => status)
  const [one] = [await stuck('203.0.113.7'), await stuck('203.0.113.7')]
  await expect.poll(() => asked('203.0.113.7')).toBe(429)
  expect(await asked('203.0.113.8')).toBe(200)
  one.destroy()
  await expect.poll(() => asked('203.0.113.7')).toBe(200)
})
