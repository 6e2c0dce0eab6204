import { expect, test } from 'vitest'
import { LANGUAGES as INTERFACE_LANGUAGES } from '../features/language/language.ts'
import { THEMES as INTERFACE_THEMES } from '../features/theme/theme.ts'
import { ALL_SHELLS, isAway, isKeptWhenUsed, LANGUAGES, planFor, shellFor, THEMES } from './page-plan.ts'

const ORIGIN = 'https://dure.test'
const asked = (path: string, mode = 'navigate', method = 'GET') => ({ url: new URL(path, ORIGIN).href, mode, method })

test.each([
  ['/', 'page'],
  ['/d/0123456789abcdefghijkl', 'page'],
  ['/apiary', 'page'],
  ['/api/documents', 'untouched'],
  ['/sync/0123456789abcdefghijkl', 'untouched'],
  ['/healthz', 'untouched'],
  ['https://elsewhere.test/', 'untouched'],
])('a visit to %s is answered as: %s', (path, plan) => {
  expect(planFor(asked(path), ORIGIN)).toBe(plan)
})

test('only built files are ever answered from what is kept, besides pages', () => {
  expect(planFor(asked('/_next/static/chunks/a.js', 'no-cors'), ORIGIN)).toBe('asset')
  expect(planFor(asked('/api/documents', 'cors'), ORIGIN)).toBe('untouched')
  // What Next fetches to go from page to page holds titles of documents.
  expect(planFor(asked('/?_rsc=1', 'cors'), ORIGIN)).toBe('untouched')
  expect(planFor(asked('/', 'navigate', 'POST'), ORIGIN)).toBe('untouched')
})

test('fonts are kept when they were used', () => {
  expect(isKeptWhenUsed(`${ORIGIN}/_next/static/media/a.woff2`)).toBe(true)
  expect(isKeptWhenUsed(`${ORIGIN}/_next/static/chunks/a.js`)).toBe(false)
})

test('a server that is away is told from one that answers no', () => {
  expect([502, 503, 504].every(isAway)).toBe(true)
  expect([200, 304, 401, 403, 404, 500].some(isAway)).toBe(false)
})

test('the shell is in the language of the cookie, else of the browser, else in English', () => {
  const none = { languageCookie: undefined, themeCookie: undefined, languages: [] }
  expect(shellFor(none)).toBe('/shell?language=en&theme=system')
  expect(shellFor({ ...none, languages: ['de', 'ko-KR', 'en'] })).toBe('/shell?language=ko&theme=system')
  expect(shellFor({ ...none, languageCookie: 'en', languages: ['ko'] })).toBe('/shell?language=en&theme=system')
  expect(shellFor({ ...none, languageCookie: '../x', themeCookie: 'x' })).toBe('/shell?language=en&theme=system')
  expect(shellFor({ ...none, languageCookie: 'ko', themeCookie: 'dark' })).toBe('/shell?language=ko&theme=dark')
})

test('there is a shell for each language and theme of the interface', () => {
  expect(LANGUAGES).toEqual(INTERFACE_LANGUAGES)
  expect(THEMES).toEqual(INTERFACE_THEMES)
  expect(new Set(ALL_SHELLS).size).toBe(LANGUAGES.length * THEMES.length)
})
