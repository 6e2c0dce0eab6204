import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { until } from '@dure/testkit'
import { expect, test } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { DEADLINE_MS } from '../testing/deadline.ts'
import { webSocketFrames } from './websocket-frame.ts'

test('a WebSocket client reads the frames as the messages they were, at every border of the length', async () => {
  const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000]
  // Alternately whole, and as a head with a body that belongs to somebody else.
  const messages = sizes.map((size, at) => {
    const bytes = new Uint8Array(size).fill(at + 1)
    return at % 2 === 0 ? bytes : { head: bytes.subarray(0, 1), body: bytes.subarray(1) }
  })
  const webSockets = new WebSocketServer({ noServer: true })
  const server = createServer()
  server.on('upgrade', (request, socket, head) => {
    webSockets.handleUpgrade(request, socket, head, () => {
      for (const piece of webSocketFrames(messages)) socket.write(piece)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  try {
    const read: { size: number; first: number | undefined; binary: boolean }[] = []
    await until<void>('all messages', DEADLINE_MS, (done) => {
      client.on('message', (data, binary) => {
        if (data instanceof Uint8Array) read.push({ size: data.length, first: data[0], binary })
        if (read.length === sizes.length) done()
      })
      return () => undefined
    })
    expect(read).toEqual(sizes.map((size, at) => ({ size, first: size > 0 ? at + 1 : undefined, binary: true })))
  } finally {
    client.terminate()
    server.closeAllConnections()
    server.close()
  }
})
