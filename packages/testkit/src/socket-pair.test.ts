import { expect, test } from 'vitest'
import { createSocketPair, type SocketPair } from './socket-pair.ts'

/** What each end heard, as text. */
function listenOnBoth(pair: SocketPair) {
  const heard = { left: [] as string[], right: [] as string[] }
  for (const side of ['left', 'right'] as const) {
    pair[side].listen({
      message: (bytes) => heard[side].push(new TextDecoder().decode(bytes)),
      close: (code, reason) => heard[side].push(`closed ${code} ${reason}`.trim()),
    })
  }
  return heard
}
const bytes = (text: string) => new TextEncoder().encode(text)

test('nothing moves until it is flushed, then in the order of sending', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  pair.left.send(bytes('a'))
  pair.right.send(bytes('b'))
  pair.left.send(bytes('c'))
  expect(heard).toEqual({ left: [], right: [] })
  expect(pair.left.bufferedBytes).toBe(2)
  expect(pair.flush(1)).toBe(1)
  expect(heard).toEqual({ left: [], right: ['a'] })
  expect(pair.flush()).toBe(2)
  expect(heard).toEqual({ left: ['b'], right: ['a', 'c'] })
  expect(pair.left.bufferedBytes).toBe(0)
})

test('a message is what it was when it was sent', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  const reused = bytes('a')
  pair.left.send(reused)
  reused.fill(0)
  pair.flush()
  expect(heard.right).toEqual(['a'])
})

test('flush goes on with answers, and notices two ends that never stop', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  pair.right.listen({ message: () => pair.right.send(bytes('pong')), close: () => {} })
  pair.left.send(bytes('ping'))
  expect(pair.flush()).toBe(2)
  expect(heard.left).toEqual(['pong'])

  pair.left.listen({ message: () => pair.left.send(bytes('ping')), close: () => {} })
  pair.left.send(bytes('ping'))
  expect(() => pair.flush()).toThrow('still messages under way')
})

test('close comes after what was sent before it, to both ends, once', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  pair.left.send(bytes('last'))
  pair.left.close(1012, 'restarting')
  pair.left.send(bytes('too late'))
  pair.right.send(bytes('lost'))
  expect(pair.left.open).toBe(false)
  expect(pair.right.open).toBe(true)
  pair.flush()
  pair.cut()
  expect(heard).toEqual({ left: ['closed 1012 restarting'], right: ['last', 'closed 1012 restarting'] })
})

test('a cut loses what is under way, and is heard by whom the test says', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  pair.left.send(bytes('lost'))
  pair.cut('left')
  pair.right.send(bytes('into the void'))
  expect(pair.flush()).toBe(0)
  expect(heard).toEqual({ left: ['closed 1006'], right: [] })
  pair.cut()
  expect(heard).toEqual({ left: ['closed 1006'], right: ['closed 1006'] })
})

test('half-open: nothing arrives and nobody is told', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  pair.left.send(bytes('lost'))
  pair.halfOpen()
  pair.left.send(bytes('lost too'))
  expect(pair.flush()).toBe(0)
  expect(pair.left.open).toBe(true)
  expect(heard).toEqual({ left: [], right: [] })
})

test('messages can be dropped, repeated and delivered out of turn', () => {
  const pair = createSocketPair()
  const heard = listenOnBoth(pair)
  for (const text of ['a', 'b', 'c']) pair.left.send(bytes(text))
  pair.drop(0)
  pair.duplicate(0)
  pair.deliver(1)
  pair.flush()
  expect(heard.right).toEqual(['c', 'b', 'b'])
  expect(() => pair.drop(0)).toThrow(RangeError)
})
