import { expect, test } from 'vitest'
import { PresenceFollower } from './presence-follower.ts'

const entry = (yjsClientId: number, clock: number, json = '{"a":1}') => ({ yjsClientId, clock, json })

test('tells what is new, what changed and who left, and nothing twice', () => {
  const follower = new PresenceFollower()
  expect(follower.whole([entry(1, 5), entry(2, 3)])).toEqual([entry(1, 5), entry(2, 3)])
  expect(follower.whole([entry(1, 5), entry(2, 3)])).toEqual([])
  expect(follower.whole([entry(1, 6, '{"a":2}')])).toEqual([entry(2, 3, 'null'), entry(1, 6, '{"a":2}')])
  expect(follower.whole([])).toEqual([entry(1, 6, 'null')])
  expect(follower.whole([])).toEqual([])
})

test('a replica whose clocks are behind is believed', () => {
  const follower = new PresenceFollower()
  follower.whole([entry(1, 50)])
  expect(follower.whole([entry(1, 7, '{"a":2}')])).toEqual([entry(1, 51, '{"a":2}')])
})
