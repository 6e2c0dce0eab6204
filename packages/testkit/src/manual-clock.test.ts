import { expect, test } from 'vitest'
import { createManualClock } from './manual-clock.ts'

test('runs timers when they are due, at their own moment, ties in the order of setting', () => {
  const clock = createManualClock(1_000)
  const ran: string[] = []
  const note = (name: string) => () => ran.push(`${name}@${clock.now()}`)
  clock.setTimeout(note('late'), 30)
  clock.setTimeout(note('tie-1'), 20)
  clock.setTimeout(note('tie-2'), 20)
  clock.setTimeout(note('early'), 10)
  clock.advance(19)
  expect(ran).toEqual(['early@1010'])
  clock.advance(100)
  expect(ran).toEqual(['early@1010', 'tie-1@1020', 'tie-2@1020', 'late@1030'])
  expect(clock.now()).toBe(1_119)
})

test('runs what a timer sets when that falls due within the same advance', () => {
  const clock = createManualClock(0)
  const ticks: number[] = []
  const tick = () => {
    ticks.push(clock.now())
    clock.setTimeout(tick, 10)
  }
  clock.setTimeout(tick, 10)
  clock.advance(35)
  expect(ticks).toEqual([10, 20, 30])
  expect(clock.pending).toBe(1)
})

test('a cleared timer does not run, also when an earlier one of the same moment clears it', () => {
  const clock = createManualClock(0)
  const ran: string[] = []
  clock.setTimeout(() => clock.clearTimeout(second), 10)
  const second = clock.setTimeout(() => ran.push('second'), 10)
  clock.clearTimeout(clock.setTimeout(() => ran.push('third'), 5))
  clock.advance(10)
  expect(ran).toEqual([])
  expect(clock.pending).toBe(0)
})

test('advanceToNext goes from timer to timer and says when there is none', () => {
  const clock = createManualClock(0)
  clock.setTimeout(() => {}, 50)
  expect(clock.advanceToNext()).toBe(true)
  expect(clock.now()).toBe(50)
  expect(clock.advanceToNext()).toBe(false)
})

test('time never goes back, and a timer cannot move the clock', () => {
  const clock = createManualClock(0)
  expect(() => clock.advance(-1)).toThrow(RangeError)
  clock.setTimeout(() => clock.advance(1), 0)
  expect(() => clock.advance(1)).toThrow('a timer cannot move the clock')
})
