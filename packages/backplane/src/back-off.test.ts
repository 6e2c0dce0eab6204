import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backOffMs } from './back-off.ts'

test('waits between nothing and a bound that doubles up to its cap', () => {
  const backOff = { baseMs: 50, capMs: 2_000 }
  const largest = (failures: number) => backOffMs(backOff, failures, 1 - Number.EPSILON)
  expect([1, 2, 3, 6, 7, 1_000_000].map(largest)).toEqual([49, 99, 199, 1_599, 1_999, 1_999])
  expect(backOffMs(backOff, 3, 0)).toBe(0)
})

test('is a whole number within its bound for every try and draw', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, at) => {
        const wait = backOffMs({ baseMs: 10, capMs: 500 }, failures, at)
        expect(Number.isInteger(wait) && wait >= 0 && wait < 500).toBe(true)
      },
    ),
  )
})
