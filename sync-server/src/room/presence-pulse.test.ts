import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRESENCE_ANSWER_MS, PRESENCE_HEARTBEAT_MS, PRESENCE_QUIET_MS } from '../limits.ts'
import { PresencePulse, type Pulse } from './presence-pulse.ts'

/** What the looks of one heartbeat after the other say of a member that is last heard at `heardAt`. */
function looks(heardAt: number | undefined, firstAt: number, count: number): Pulse[] {
  const pulse = new PresencePulse()
  const member = { heardAt }
  return Array.from({ length: count }, (_, at) => pulse.look(member, firstAt + at * PRESENCE_HEARTBEAT_MS))
}

test('who says something all the time is asked nothing', () => {
  const pulse = new PresencePulse()
  for (let now = 0; now < 60_000; now += PRESENCE_HEARTBEAT_MS) {
    expect(pulse.look({ heardAt: now - PRESENCE_QUIET_MS + 1 }, now)).toBe('alive')
  }
})

test('who is quiet and answers is asked now and then, and never silent', () => {
  const pulse = new PresencePulse()
  const member = { heardAt: 0 }
  const said = Array.from({ length: 10 }, (_, at) => {
    const now = (at + 1) * PRESENCE_HEARTBEAT_MS
    const look = pulse.look(member, now)
    // The answer takes almost as long as it may.
    if (look === 'ask') member.heardAt = now + PRESENCE_ANSWER_MS - 1
    return look
  })
  expect(said).toContain('ask')
  expect(said).not.toContain('silent')
})

test('[DU6] whoever is never heard again is silent within ten seconds, whenever the heartbeat comes', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: PRESENCE_HEARTBEAT_MS, noNaN: true }), (firstAt) => {
      const silentAt = looks(0, firstAt, 10).indexOf('silent')
      expect(silentAt).toBeGreaterThan(0)
      expect(firstAt + silentAt * PRESENCE_HEARTBEAT_MS).toBeLessThan(10_000)
      expect(looks(0, firstAt, 10).slice(silentAt)).not.toContain('alive')
    }),
  )
})

test('who is heard again is alive again', () => {
  const pulse = new PresencePulse()
  const member = { heardAt: 0 }
  for (let now = 0; now <= 10_000; now += PRESENCE_HEARTBEAT_MS) pulse.look(member, now)
  member.heardAt = 12_400
  expect(pulse.look(member, 12_500)).toBe('alive')
})

test('who cannot be asked is never silent', () => {
  expect(new Set(looks(undefined, 0, 20))).toEqual(new Set(['alive']))
})
