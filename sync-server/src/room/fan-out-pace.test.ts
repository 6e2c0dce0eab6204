import { describe, expect, test } from 'vitest'
import { MAX_FANOUT_DELAY_MS } from '../limits.ts'
import { FanOutPace } from './fan-out-pace.ts'

/** A pace after a tick that ended at `endedAt`. */
function paceAfter(tookMs: number, endedAt = 0): FanOutPace {
  const pace = new FanOutPace()
  pace.ticked(endedAt - tookMs, endedAt)
  return pace
}

describe('edits made here', () => {
  test('wait for nothing in a room that was quiet', () => {
    expect(new FanOutPace().gatherMs(1000)).toBe(0)
    expect(paceAfter(50).gatherMs(1000)).toBe(0)
  })

  test('that come while others wait go with them', () => {
    const pace = paceAfter(0.4)
    expect(pace.gatherMs(100)).toBe(0)
    expect([101, 104, 107.5].map((now) => pace.gatherMs(now))).toEqual([7, 4, 0.5])
    expect(pace.gatherMs(109)).toBe(7)
  })

  test('wait longer the longer a tick takes, and never more than a frame', () => {
    for (const [tookMs, waitMs] of [
      [0.1, 2],
      [0.4, 8],
      [5, MAX_FANOUT_DELAY_MS],
    ] as const) {
      const pace = paceAfter(tookMs)
      pace.gatherMs(100)
      expect(pace.gatherMs(100.001)).toBeCloseTo(waitMs, 1)
    }
  })

  test('are let go at a steady pace, whatever ticks come between', () => {
    const pace = paceAfter(0.5)
    const letGo: number[] = []
    for (let now = 100; now < 200; now += 3) {
      const at = now + pace.gatherMs(now)
      if (letGo.at(-1) !== at) letGo.push(at)
      pace.ticked(now, now + 0.5)
    }
    const gaps = letGo.slice(1).map((at, index) => at - (letGo[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(12)
  })

  test('are not held up by a clock that was set back', () => {
    const pace = paceAfter(5)
    pace.gatherMs(1_000_000)
    expect(pace.gatherMs(1)).toBeLessThanOrEqual(MAX_FANOUT_DELAY_MS)
  })
})

test('rows from elsewhere are told at once after a rest that a tick like the last one asks for', () => {
  const pace = paceAfter(0.4, 100)
  expect(pace.tellMs(101)).toBeCloseTo(7)
  expect(pace.tellMs(108.1)).toBe(0)
  expect(paceAfter(5, 100).tellMs(100)).toBe(MAX_FANOUT_DELAY_MS)
})
