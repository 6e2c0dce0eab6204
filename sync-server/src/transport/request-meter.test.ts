import { expect, test } from 'vitest'
import { MAX_METERED_ADDRESSES, MESSAGE_BURST, MESSAGES_PER_SECOND } from '../limits.ts'
import { RequestMeter } from './request-meter.ts'

test('[DU7] an address may ask as often as one socket may speak, whatever others do', () => {
  const meter = new RequestMeter()
  for (let at = 0; at < MESSAGE_BURST; at += 1) expect(meter.count('a', 0)).toBe(true)
  expect([meter.count('a', 0), meter.count('b', 0)]).toEqual([false, true])
  expect(meter.count('a', 1000 / MESSAGES_PER_SECOND + 1000)).toBe(true)
})

test('[DU7] addresses that asked longest ago are forgotten', () => {
  const meter = new RequestMeter()
  const exhaust = (address: string): void => {
    while (meter.count(address, 0));
  }
  exhaust('old')
  exhaust('busy')
  for (let at = 0; at < MAX_METERED_ADDRESSES - 1; at += 1) {
    meter.count(`address ${at}`, 0)
    if (at === 5) meter.count('busy', 0)
  }
  expect([meter.count('old', 0), meter.count('busy', 0)]).toEqual([true, false])
})
