import { expect, test } from 'vitest'
import { EarlyTransport } from './early-transport.ts'
import type { Transport, TransportListener } from './transport.ts'

/** A network whose attempts a test opens, ends and counts. */
class Network {
  readonly attempts: { readonly listener: TransportListener; closed: boolean; readonly sent: number[] }[] = []
  readonly open = (listener: TransportListener): Transport => {
    const attempt = { listener, closed: false, sent: [] as number[] }
    this.attempts.push(attempt)
    return {
      send: (message) => attempt.sent.push(message[0] ?? 0),
      close: () => {
        attempt.closed = true
      },
      bufferedBytes: 0,
    }
  }
}

/** Somebody who takes a transport and writes down what is told. */
function owner(): { readonly told: string[]; readonly listener: TransportListener } {
  const told: string[] = []
  return {
    told,
    listener: {
      opened: () => told.push('opened'),
      message: (bytes) => told.push(`message ${bytes[0]}`),
      closed: (code) => told.push(`closed ${code}`),
    },
  }
}

test('what happened before it was taken is told when it is, in order, and the next one is opened anew', async () => {
  const network = new Network()
  const early = new EarlyTransport(network.open)
  early.begin()
  network.attempts[0]?.listener.opened()
  network.attempts[0]?.listener.message(Uint8Array.of(7))
  const { told, listener } = owner()
  const transport = early.take(listener)
  // Taken, and not told yet.
  network.attempts[0]?.listener.message(Uint8Array.of(8))
  expect(told).toEqual([])
  await Promise.resolve()
  network.attempts[0]?.listener.closed(1006)
  expect(told).toEqual(['opened', 'message 7', 'message 8', 'closed 1006'])
  transport.send(Uint8Array.of(9))
  expect(network.attempts[0]?.sent).toEqual([9])
  early.take(listener)
  expect(network.attempts).toHaveLength(2)
})

test('one that ended before it was taken never was; one that ends while it is taken is told to have ended', async () => {
  const network = new Network()
  const early = new EarlyTransport(network.open)
  early.begin()
  network.attempts[0]?.listener.closed(1006)
  const first = owner()
  early.take(first.listener)
  await Promise.resolve()
  expect([network.attempts.length, first.told]).toEqual([2, []])

  const again = new EarlyTransport(network.open)
  again.begin()
  const second = owner()
  again.take(second.listener)
  network.attempts[2]?.listener.closed(1006)
  await Promise.resolve()
  expect(second.told).toEqual(['closed 1006'])
})

test('who leaves before it is told, or never comes, is not told, and it is closed', async () => {
  const network = new Network()
  const early = new EarlyTransport(network.open)
  early.begin()
  network.attempts[0]?.listener.opened()
  const { told, listener } = owner()
  early.take(listener).close(1000, 'gone')
  await Promise.resolve()
  const dropped = new EarlyTransport(network.open)
  dropped.begin()
  dropped.drop()
  expect([told, network.attempts.map(({ closed }) => closed)]).toEqual([[], [true, true]])
})
