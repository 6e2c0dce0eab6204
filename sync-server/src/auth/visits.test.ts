import { newUserId } from '@dure/protocol'
import { expect, test } from 'vitest'
import { MAX_VISITS_PER_PERSON } from '../limits.ts'
import { Visits } from './visits.ts'

test('[DU7] a person is in so many documents at once, and a guest is counted elsewhere', () => {
  const visits = new Visits<object>()
  const [mina, joon] = [newUserId(), newUserId()]
  const first = {}
  visits.add(first, mina)
  for (let each = 1; each < MAX_VISITS_PER_PERSON; each += 1) expect(visits.add({}, mina)).toBe(true)
  const refused = {}
  expect(visits.add(refused, mina)).toBe(false)
  expect(visits.has(refused)).toBe(false)
  expect(visits.add({}, joon)).toBe(true)
  for (let each = 0; each <= MAX_VISITS_PER_PERSON; each += 1) expect(visits.add({}, undefined)).toBe(true)
  visits.delete(first)
  visits.delete(first)
  expect(visits.add({}, mina)).toBe(true)
  expect(visits.add({}, mina)).toBe(false)
})
