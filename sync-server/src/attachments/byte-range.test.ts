import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rangeOf } from './byte-range.ts'

const asked = (range: string | undefined, size = 100) => rangeOf(range, undefined, '"e"', size)

test.each([
  ['bytes=0-', { kind: 'part', start: 0, end: 99 }],
  ['bytes=10-19', { kind: 'part', start: 10, end: 19 }],
  ['bytes=90-900', { kind: 'part', start: 90, end: 99 }],
  ['bytes=-10', { kind: 'part', start: 90, end: 99 }],
  ['bytes=-900', { kind: 'part', start: 0, end: 99 }],
  ['bytes=100-', { kind: 'unsatisfiable' }],
  ['bytes=-0', { kind: 'unsatisfiable' }],
  ['bytes=20-10', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['lines=0-1', { kind: 'whole' }],
  [undefined, { kind: 'whole' }],
])('%s', (range, answer) => {
  expect(asked(range)).toEqual(answer)
})

test('a range of another version is the whole of this one', () => {
  expect(rangeOf('bytes=0-1', '"old"', '"e"', 100)).toEqual({ kind: 'whole' })
  expect(rangeOf('bytes=0-1', '"e"', '"e"', 100)).toMatchObject({ kind: 'part' })
})

test('whatever is asked for, a part lies within the file', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^bytes=\d{0,15}-\d{0,15}$/), fc.integer({ min: 1, max: 1e9 }), (range, size) => {
      const answer = asked(range, size)
      if (answer.kind !== 'part') return
      expect(answer.start).toBeGreaterThanOrEqual(0)
      expect(answer.end).toBeLessThan(size)
      expect(answer.start).toBeLessThanOrEqual(answer.end)
    }),
  )
})
