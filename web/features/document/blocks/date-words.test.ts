import { expect, test } from 'vitest'
import { datesFor, dateWords, parseIsoDate } from './date-words.ts'

const today = new Date(2026, 10, 21, 23, 30)
const found = (typed: string) => datesFor(typed, today).map(({ iso }) => iso)

test('words for days are known in both languages, from their first letters', () => {
  expect(found('오늘')).toEqual(['2026-11-21'])
  expect(found('내')).toEqual(['2026-11-22'])
  expect(found('to')).toEqual(['2026-11-21', '2026-11-22'])
  expect(found('어제'.normalize('NFD'))).toEqual(['2026-11-20'])
  expect(found('다음 주')).toEqual(['2026-11-28'])
})

test('a date may be written as one, and without a year it is the next such day', () => {
  expect(found('2027-1-5')).toEqual(['2027-01-05'])
  expect(found('2027년 1월 5일')).toEqual(['2027-01-05'])
  expect(found('11/25')).toEqual(['2026-11-25'])
  expect(found('1월 5일')).toEqual(['2027-01-05'])
  expect(found('11/21')).toEqual(['2026-11-21'])
  expect(found('2/30')).toEqual([])
})

test('a date reads as its reader’s language writes it, and what is none stays as it is', () => {
  expect(dateWords('2026-11-21', 'en')).toBe('November 21, 2026')
  expect(dateWords('2026-11-21', 'ko')).toBe('2026년 11월 21일')
  expect(dateWords('soon', 'en')).toBe('soon')
  expect(parseIsoDate('2026-02-30')).toBeUndefined()
})
