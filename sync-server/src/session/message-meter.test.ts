import { expect, test } from 'vitest'
import { MESSAGE_BURST, MESSAGES_PER_SECOND } from '../limits.ts'
import { MessageMeter } from './message-meter.ts'

test('[DU7] a burst passes, then a rate, and a quiet while saves up the burst again', () => {
  const meter = new MessageMeter(0)
  for (let at = 0; at < MESSAGE_BURST; at += 1) expect(meter.count(0)).toBe(true)
  expect(meter.count(0)).toBe(false)
  const calm = new MessageMeter(0)
  for (let at = 0; at < MESSAGE_BURST; at += 1) calm.count(0)
  for (let at = 1; at <= MESSAGES_PER_SECOND; at += 1) expect(calm.count((at * 1000) / MESSAGES_PER_SECOND)).toBe(true)
  expect(calm.count(1000)).toBe(false)
  let passed = 0
  while (calm.count(3_600_000)) passed += 1
  expect(passed).toBe(MESSAGE_BURST)
})
