import { expect, test } from 'vitest'
import { datesFor, dateWords, parseIsoDate } from './date-words.ts'

const today = new Date(2026, 10, 21, 23, 30)
const found = (typed: string) => datesFor(typed, today, 'en').map(({ iso }) => iso)

test('words for days are known in both languages, from their first letters', () => {
  expect(found('오늘')).toEqual(['2026-11-21'])
  expect(found('내')).toEqual(['2026-11-22'])
  expect(found('to')).toEqual(['2026-11-21', '2026-11-22'])
  expect(found('어제'.normalize('NFD'))).toEqual(['2026-11-20'])
  expect(found('다음 주')).toEqual(['2026-11-28'])
  expect(found('nextw')).toEqual(['2026-11-28'])
})

test('a day is called what its reader calls it, whatever was typed', () => {
  const words = (typed: string, language: 'en' | 'ko') => datesFor(typed, today, language).map(({ word }) => word)
  expect(words('', 'ko')).toEqual(['오늘', '내일', '어제', '모레', '다음 주'])
  expect(words('', 'en')).toEqual(['today', 'tomorrow', 'yesterday', 'in two days', 'next week'])
  expect(words('tom', 'ko')).toEqual(['내일'])
  expect(words('2026-12-01', 'ko')).toEqual([''])
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
