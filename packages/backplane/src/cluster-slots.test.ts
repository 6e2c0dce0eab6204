import { expect, test } from 'vitest'
import { ownerOf, parseClusterSlots, slotOf } from './cluster-slots.ts'

test('the slot of a name is that of the Redis Cluster specification', () => {
  // CRC16 of "123456789" is 0x31C3, as the specification gives it; the others are answers of CLUSTER KEYSLOT.
  expect(slotOf('123456789')).toBe(0x31c3)
  expect(slotOf('')).toBe(0)
  expect(slotOf('foo')).toBe(12_182)
  expect(slotOf('somekey')).toBe(11_058)
})

test('reads who holds which slots, and that a node does not know its own host', () => {
  const ranges = parseClusterSlots([
    [0, 8_191, ['10.0.0.1', 6_379, 'id-1', []], ['10.0.0.3', 6_379, 'id-3', []]],
    [8_192, 16_383, ['', 6_380, 'id-2', []]],
  ])
  expect(ranges).toEqual([
    { first: 0, last: 8_191, primary: { host: '10.0.0.1', port: 6_379 } },
    { first: 8_192, last: 16_383, primary: { host: '', port: 6_380 } },
  ])
  expect(ownerOf(8_191, ranges ?? [])?.port).toBe(6_379)
  expect(ownerOf(8_192, ranges ?? [])?.port).toBe(6_380)
  expect(ownerOf(1, [])).toBeUndefined()
  expect(parseClusterSlots([[0, 1, [null, 1]]])).toMatchObject([{ primary: { host: '' } }])
  expect(parseClusterSlots([[0, 1, ['?', 1]]])).toMatchObject([{ primary: { host: '' } }])
})

test('an answer that is none is undefined', () => {
  for (const answer of [null, 'OK', [1], [[0, 16_384, ['h', 1]]], [[0, 1]], [[0, 1, ['h', '6379']]]])
    expect(parseClusterSlots(answer)).toBeUndefined()
})
