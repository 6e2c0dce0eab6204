import { expect, test } from 'vitest'
import type { OpenTransport, TransportListener } from '../transport.ts'
import { laterTransport } from './later-transport.ts'

const MESSAGE = new Uint8Array([1])

/** What a carrier was asked, and what its owner was told, in order. */
function world(load: (open: OpenTransport) => Promise<OpenTransport>) {
  const said: string[] = []
  const open: OpenTransport = (listener) => {
    said.push('opens')
    queueMicrotask(() => listener.opened())
    return {
      send: () => said.push('sends'),
      close: (code) => said.push(`closes ${code}`),
      bufferedBytes: 7,
    }
  }
  const listener: TransportListener = {
    opened: () => said.push('opened'),
    message: () => said.push('message'),
    closed: (code) => said.push(`closed ${code}`),
  }
  return { said, transport: laterTransport(() => load(open))(listener) }
}

test('is the transport that was loaded', async () => {
  const { said, transport } = world((open) => Promise.resolve(open))
  transport.send(MESSAGE)
  expect(transport.bufferedBytes).toBe(0)
  await expect.poll(() => said).toEqual(['opens', 'opened'])
  transport.send(MESSAGE)
  expect(transport.bufferedBytes).toBe(7)
  transport.close(1000, '')
  expect(said).toEqual(['opens', 'opened', 'sends', 'closes 1000'])
})

test('opens nothing when it was closed meanwhile', async () => {
  const loading = Promise.withResolvers<OpenTransport>()
  const { said, transport } = world(async (open) => {
    await loading.promise
    return open
  })
  transport.close(1000, '')
  loading.resolve(() => transport)
  await loading.promise
  await Promise.resolve()
  expect(said).toEqual([])
})

test.each([
  ['cannot be loaded', () => Promise.reject(new Error('no network'))],
  [
    'may not be opened',
    () =>
      Promise.resolve(() => {
        throw new Error('blocked')
      }),
  ],
])('one that %s ends as one that broke', async (_, load) => {
  const { said } = world(load)
  await expect.poll(() => said).toEqual(['closed 1006'])
})
