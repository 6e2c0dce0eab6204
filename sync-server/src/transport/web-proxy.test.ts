import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createWebProxy } from './web-proxy.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A web that hangs up on the second request of a connection, as one does whose keep-alive has just run out. */
async function forgetfulWeb(): Promise<string> {
  const known = new WeakSet<object>()
  return listen((request, response) => {
    if (known.has(request.socket)) request.socket.destroy()
    else {
      known.add(request.socket)
      response.end('page')
    }
  })
}

test('a page is asked for again when the web hung up on a kept connection', async () => {
  const proxy = createWebProxy(new URL(await forgetfulWeb()))
  const door = await listen((request, response) => proxy.request(request, response))
  for (let visit = 0; visit < 4; visit += 1) {
    const response = await fetch(door)
    expect([response.status, await response.text()]).toEqual([200, 'page'])
  }
  proxy.close()
})

test('what may have been done already is not asked for again', async () => {
  let asked = 0
  const web = await listen((request) => {
    asked += 1
    request.socket.destroy()
  })
  const proxy = createWebProxy(new URL(web))
  const door = await listen((request, response) => proxy.request(request, response))
  expect((await fetch(door, { method: 'POST', body: 'x' })).status).toBe(502)
  expect(asked).toBe(1)
  proxy.close()
})
