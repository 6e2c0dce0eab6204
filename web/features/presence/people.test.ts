import fc from 'fast-check'
import { expect, test } from 'vitest'
import { initials, peopleIn } from './people.ts'
import { assignColours, PERSON_COLOURS } from './person-colour.ts'

const user = (id: string | undefined, name: unknown) => ({ user: { ...(id ? { id } : {}), name, guest: true } })

test('tabs of one person are one person, and my other tabs are me', () => {
  const states = new Map<number, unknown>([
    [1, user('me', 'Mina')],
    [2, user('me', 'Mina')],
    [3, user('you', 'Joon')],
    [4, user(undefined, 'A stock client')],
  ])
  const people = peopleIn(states, 1, 'me')
  expect(people.map(({ key, isSelf, clientIds }) => [key, isSelf, clientIds])).toEqual([
    ['me', true, [1, 2]],
    ['you', false, [3]],
    ['tab-4', false, [4]],
  ])
})

test('presence that is not of the expected shape hurts nobody', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.anything())), (entries) => {
      const people = peopleIn(new Map([...entries, [100, user('me', 'Mina')]]), 100, 'me')
      expect(people.find((person) => person.isSelf)?.name).toBe('Mina')
      expect(people.every((person) => typeof person.name === 'string')).toBe(true)
    }),
  )
})

test('everyone has a colour of their own while there are enough, the same in whatever order they came', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: PERSON_COLOURS }), (keys) => {
      const colours = assignColours(keys)
      expect(new Set(colours.values()).size).toBe(keys.length)
      expect(assignColours(keys.toReversed())).toEqual(colours)
    }),
  )
})

test('more people than colours still all have one', () => {
  const colours = assignColours(Array.from({ length: 50 }, (_, index) => `person-${index}`))
  expect(colours.size).toBe(50)
  expect(Math.max(...colours.values())).toBeLessThan(PERSON_COLOURS)
})

test.each([
  ['Mina Kim', 'MK'],
  ['ada', 'A'],
  ['김두레', '두레'],
  ['조용한 두루미', '루미'],
  ['Jean Luc Picard', 'JL'],
  ['👩‍🌾 Farmer', '👩‍🌾F'],
  ['', ''],
])('the initials of "%s" are "%s"', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
