import { expect, test } from 'vitest'
import { NETWORK_MEMORY_MS } from '../limits.ts'
import { storedMemory, type TextStorage } from './transport-memory.ts'

class Shelf implements TextStorage {
  readonly items = new Map<string, string>()
  getItem(key: string): string | null {
    return this.items.get(key) ?? null
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value)
  }
  removeItem(key: string): void {
    this.items.delete(key)
  }
}

const NOW = 1_000_000
const memoryOn = (shelf: TextStorage, kind = 'wifi', server = 'https://dure.example/base') =>
  storedMemory(shelf, server, () => kind)

test('is kept for half a day, for one server and one kind of network', () => {
  const shelf = new Shelf()
  memoryOn(shelf).keep({ stream: 'blocked' }, NOW)
  expect(memoryOn(shelf).recall(NOW + NETWORK_MEMORY_MS - 1)).toEqual({ stream: 'blocked' })
  expect(memoryOn(shelf).recall(NOW + NETWORK_MEMORY_MS)).toBeUndefined()
  expect(memoryOn(shelf, 'cellular').recall(NOW)).toBeUndefined()
  expect(memoryOn(shelf, 'wifi', 'wss://other.example').recall(NOW)).toBeUndefined()
  memoryOn(shelf).keep(undefined, NOW)
  expect(shelf.items.size).toBe(0)
})

test('a clock that was set back does not make it last', () => {
  const shelf = new Shelf()
  memoryOn(shelf).keep({ stream: 'works' }, NOW)
  expect(memoryOn(shelf).recall(NOW - 1)).toBeUndefined()
})

test.each(['', 'x', '1', 'null', '[]', '{}', '{"stream":"works"}', '{"stream":"fine","untilMs":1000001}'])(
  'what somebody else wrote is no memory: %s',
  (text) => {
    const shelf = new Shelf()
    memoryOn(shelf).keep({ stream: 'works' }, NOW)
    for (const key of shelf.items.keys()) shelf.items.set(key, text)
    expect(memoryOn(shelf).recall(NOW)).toBeUndefined()
  },
)

test('storage that is denied is no memory, and no error', () => {
  const denied = () => {
    throw new DOMException('denied', 'SecurityError')
  }
  const memory = memoryOn({ getItem: denied, setItem: denied, removeItem: denied })
  memory.keep({ stream: 'works' }, NOW)
  memory.keep(undefined, NOW)
  expect(memory.recall(NOW)).toBeUndefined()
})
