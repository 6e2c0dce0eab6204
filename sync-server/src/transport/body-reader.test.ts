/** Bodies over real HTTP, against small limits. */
import { createServer, type Server } from 'node:http'
import { connect } from 'node:net'
import { until } from '@dure/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BodyReader, type ReadBody } from './body-reader.ts'

const DEADLINE_MS = 10_000

let server: Server
let port: number
/** How each body was read, and how its use is ended. */
let read: { readonly body: ReadBody; readonly release: () => void }[]
let told: () => void
beforeEach(async () => {
  read = []
  told = () => undefined
  const bodies = new BodyReader(10, 15)
  server = createServer((request, response) => {
    void bodies
      .with(request, (body) => {
        const { promise, resolve } = Promise.withResolvers<void>()
        read.push({ body, release: resolve })
        told()
        return promise
      })
      .then(() => response.end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address ? address.port : 0
})
afterEach(async () => {
  for (const { release } of read) release()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const kinds = (): string[] => read.map(({ body }) => body.kind)
const count = (wanted: number): Promise<void> =>
  until<void>(`${wanted} bodies`, DEADLINE_MS, (done) => {
    told = () => {
      if (read.length >= wanted) done()
    }
    told()
    return () => {
      told = () => undefined
    }
  })
const send = (body: string): Promise<Response> => fetch(`http://127.0.0.1:${port}`, { method: 'POST', body })

test('[DU7] one body is bounded, and so are all together until they are done with', async () => {
  const first = send('0123456789')
  await count(1)
  const second = send('01234')
  await count(2)
  const third = send('0')
  await count(3)
  expect(kinds()).toEqual(['read', 'read', 'busy'])
  for (const { release } of read.splice(0)) release()
  await Promise.all([first, second, third])
  const large = send('0123456789a').catch(() => undefined)
  await count(1)
  const again = send('0123')
  await count(2)
  expect(kinds()).toEqual(['too-large', 'read'])
  for (const { release } of read) release()
  await Promise.all([large, again])
})

test('one that breaks off is told so, and gives back what it held', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write('POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n0123')
  socket.once('connect', () => socket.end())
  await count(1)
  expect(kinds()).toEqual(['broken'])
  read[0]?.release()
  const bodies = [send('0123456789'), send('01234')]
  await count(3)
  expect(kinds().slice(1)).toEqual(['read', 'read'])
  for (const { release } of read) release()
  await Promise.all(bodies)
})
