import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeAfter, placeAt, placeBetween, placeInRow } from './page-place.ts'

test('places of time stand in the order of time, and behind those of a row', () => {
  const times = [0, 1, 61, 62, 3843, Date.now(), Date.now() + 1, 4e12]
  const places = times.map(placeAt)
  expect(places).toEqual([...places].sort())
  expect(new Set(places).size).toBe(places.length)
  expect([0, 1, 70, 99_999].map(placeInRow).every((place) => place < placeAt(0))).toBe(true)
  expect(placeInRow(61) < placeInRow(62)).toBe(true)
})

test('behind the last there is always a place, and a page made later stands behind it', () => {
  const now = Date.now()
  const last = placeAfter(placeAt(now), now)
  expect(last > placeAt(now) && last < placeAt(now + 1)).toBe(true)
  expect(placeAfter(undefined, now)).toBe(placeAt(now))
})

test('between any two places there is another, however often', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.array(fc.nat(), { maxLength: 300 }), (time, choices) => {
      const row = [placeAt(time), placeAt(time + 1)]
      for (const choice of choices) {
        const at = choice % row.length
        const place = placeBetween(row[at - 1], row[at] ?? '')
        expect(place).toBeDefined()
        row.splice(at, 0, place ?? '')
      }
      expect(row).toEqual([...row].sort())
      expect(new Set(row).size).toBe(row.length)
    }),
    { numRuns: 200 },
  )
})

test('there is none between a place and itself, nor before a page that has none', () => {
  expect(placeBetween('iV', 'iV')).toBeUndefined()
  expect(placeBetween(undefined, '')).toBeUndefined()
  expect(placeBetween('b', 'a')).toBeUndefined()
})
