import { describe, expect, test } from 'vitest'
import { CATALOGUES } from './catalogues.ts'
import { en } from './en/index.ts'
import { LANGUAGES } from './language.ts'

const placeholders = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()

describe.each(LANGUAGES)('the catalogue %s', (language) => {
  const catalogue: Readonly<Record<string, string>> = CATALOGUES[language]

  test('has every string of the English one and no other', () => {
    expect(Object.keys(catalogue).toSorted()).toEqual(Object.keys(en).toSorted())
  })

  test.each(Object.entries(en))('says %s with the same placeholders', (key, english) => {
    expect(placeholders(catalogue[key] ?? '')).toEqual(placeholders(english))
  })

  test('has no empty string and none with stray spaces', () => {
    expect(Object.entries(catalogue).filter(([, text]) => text.trim() === '' || text !== text.trim())).toEqual([])
  })
})

test('Korean is Korean: each string has Hangul, but for those that are nothing but placeholders', () => {
  const latin = Object.entries(CATALOGUES.ko).filter(([, text]) => !/\p{Script=Hangul}/u.test(text))
  expect(latin).toEqual([])
})
