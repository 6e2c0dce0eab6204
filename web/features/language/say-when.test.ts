import { expect, test } from 'vitest'
import { CATALOGUES } from './catalogues.ts'
import { relativeTime } from './say-when.ts'
import { createTranslator } from './translate.ts'

const english = createTranslator('en', CATALOGUES.en)
const korean = createTranslator('ko', CATALOGUES.ko)
const now = new Date('2026-03-10T12:00:00Z')
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

test.each([
  [0, 'just now', '방금'],
  [59_999, 'just now', '방금'],
  [MINUTE, '1 minute ago', '1분 전'],
  [59 * MINUTE, '59 minutes ago', '59분 전'],
  [HOUR, '1 hour ago', '1시간 전'],
  [DAY - 1, '23 hours ago', '23시간 전'],
  [DAY, 'yesterday', '어제'],
  [6 * DAY, '6 days ago', '6일 전'],
  [7 * DAY, 'Mar 3', '3월 3일'],
  [100 * DAY, 'Nov 30, 2025', '2025년 11월 30일'],
])('%i ms ago is "%s" and "%s"', (ago, inEnglish, inKorean) => {
  const at = new Date(now.getTime() - ago)
  expect(relativeTime(at, now, english, 'UTC')).toBe(inEnglish)
  expect(relativeTime(at, now, korean, 'UTC')).toBe(inKorean)
})

test('a clock that is ahead does not speak of the future', () => {
  expect(relativeTime(new Date(now.getTime() + HOUR), now, english, 'UTC')).toBe('just now')
})

test('an older time is the date where the reader is', () => {
  const at = new Date('2026-02-28T22:00:00Z')
  expect(relativeTime(at, now, english, 'Asia/Seoul')).toBe('Mar 1')
  expect(relativeTime(at, now, english, 'America/New_York')).toBe('Feb 28')
})
