import { expect, test } from 'vitest'
import { findIcons } from './find-icons.ts'

const ALL = [
  { unicode: '🌾', label: 'sheaf of rice', words: ['sheafofrice', '벼이삭', 'grain'] },
  { unicode: '🍚', label: 'cooked rice', words: ['cookedrice', '밥', 'rice'] },
]

test('[UI15] an icon is found by the words of both languages, what begins so before what has it', () => {
  const found = (query: string) => findIcons(ALL, query).map(({ unicode }) => unicode)
  expect(found('벼')).toEqual(['🌾'])
  expect(found('rice')).toEqual(['🍚', '🌾'])
  expect(found('Sheaf of')).toEqual(['🌾'])
  expect(found('zzz')).toEqual([])
  expect(found('')).toEqual(['🌾', '🍚'])
})
