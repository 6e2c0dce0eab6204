import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { until } from './until.ts'

const watch = (emitter: EventEmitter) => (done: (value: number) => void) => {
  emitter.on('number', done)
  return () => emitter.off('number', done)
}

test('resolves with the first event and unsubscribes', async () => {
  const emitter = new EventEmitter()
  const first = until('a number', 1_000, watch(emitter))
  emitter.emit('number', 1)
  emitter.emit('number', 2)
  expect(await first).toBe(1)
  expect(emitter.listenerCount('number')).toBe(0)
})

test('names what did not come, and unsubscribes', async () => {
  const emitter = new EventEmitter()
  await expect(until('a number', 1, watch(emitter))).rejects.toThrow('a number: not within 1 ms')
  expect(emitter.listenerCount('number')).toBe(0)
})

test('takes what has happened already', async () => {
  expect(
    await until<string>('now', 1_000, (done) => {
      done('already')
      return () => {}
    }),
  ).toBe('already')
})
