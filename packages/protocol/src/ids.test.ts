import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  newAttachmentId,
  newDocumentId,
  newReplicaId,
  newSessionId,
  newUserId,
  parseAttachmentId,
  parseDocumentId,
  parseReplicaId,
  parseSessionId,
  parseUserId,
  toClientSeq,
  toEpoch,
  toSeq,
} from './ids.ts'

test('a fresh id is one, and no other', () => {
  const kinds: readonly (readonly [() => string, (raw: unknown) => string | undefined])[] = [
    [newDocumentId, parseDocumentId],
    [newUserId, parseUserId],
    [newReplicaId, parseReplicaId],
    [newAttachmentId, parseAttachmentId],
    [newSessionId, parseSessionId],
  ]
  for (const [mint, parse] of kinds) {
    const ids = Array.from({ length: 500 }, () => mint())
    expect(new Set(ids).size).toBe(500)
    for (const id of ids) expect(parse(id)).toBe(id)
  }
})

test('every character of the alphabet appears, about equally often', () => {
  const counts = new Map<string, number>()
  const draws = 2_000
  for (let draw = 0; draw < draws; draw += 1)
    for (const character of newDocumentId()) counts.set(character, (counts.get(character) ?? 0) + 1)
  expect(counts.size).toBe(62)
  const expected = (draws * 22) / 62
  // Seven standard deviations of a fair draw: 1 in 10^10 runs for all characters together.
  for (const count of counts.values()) expect(Math.abs(count - expected)).toBeLessThan(7 * Math.sqrt(expected))
})

test('what is no id is undefined', () => {
  const others = fc.oneof(
    fc.anything(),
    fc.string().filter((raw) => !/^[0-9A-Za-z]{22}$/.test(raw)),
    fc.constantFrom('a'.repeat(21), 'a'.repeat(23), `${'a'.repeat(21)}-`, `${'a'.repeat(22)}\n`),
  )
  fc.assert(
    fc.property(others, (raw) => {
      expect(parseDocumentId(raw)).toBeUndefined()
      expect(parseUserId(raw)).toBeUndefined()
      expect(parseReplicaId(raw)).toBeUndefined()
      expect(parseAttachmentId(raw)).toBeUndefined()
    }),
  )
})

test('a session name is 8 to 64 characters of its alphabet', () => {
  for (const raw of ['a'.repeat(8), 'a'.repeat(64), 'A_b-1234']) expect(parseSessionId(raw)).toBe(raw)
  for (const raw of ['a'.repeat(7), 'a'.repeat(65), 'a b c d e', '두레두레두레두레', 'abcdefgh\n', undefined, 12345678])
    expect(parseSessionId(raw)).toBeUndefined()
})

test('numbers that are no positions throw', () => {
  for (const raw of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    expect(() => toSeq(raw)).toThrow(RangeError)
    expect(() => toEpoch(raw)).toThrow(RangeError)
    expect(() => toClientSeq(raw)).toThrow(RangeError)
  }
  expect([toSeq(0), toClientSeq(0), toEpoch(1)]).toEqual([0, 0, 1])
  expect(() => toEpoch(0)).toThrow(RangeError)
})
