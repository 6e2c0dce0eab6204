import { expect, test } from 'vitest'
import { CATALOGUES } from './catalogues.ts'
import { chooseLanguage } from './language.ts'
import { createTranslator } from './translate.ts'

test.each([
  ['what was picked, whatever the browser asks for', 'ko', 'en-US,en;q=0.9', 'ko'],
  ['the first language of the browser that there is', undefined, 'fr-FR,ko-KR;q=0.9,en;q=0.8', 'ko'],
  ['the heaviest wish, not the first', undefined, 'en;q=0.5,ko;q=0.9', 'ko'],
  ['English when nothing fits', undefined, 'fr,de;q=0.7', 'en'],
  ['English when nothing is said', undefined, null, 'en'],
  ['no language that is refused', undefined, 'ko;q=0,en;q=0.1', 'en'],
  ['the browser when the cookie is nonsense', '<script>', 'ko', 'ko'],
  ['no wish with a broken weight', undefined, 'ko;q=x,en', 'en'],
] as const)('takes %s', (_rule, cookie, header, language) => {
  expect(chooseLanguage(cookie, header)).toBe(language)
})

test('fills placeholders, writing numbers as the language does', () => {
  const { t } = createTranslator('en', CATALOGUES.en)
  expect(t('presence.more', { count: 1234 })).toBe('1,234 more')
  expect(t('presence.you', { name: '{count} $& ' })).toBe('{count} $&  (you)')
})

test('counts in the form that goes with the number', () => {
  const english = createTranslator('en', CATALOGUES.en)
  expect(english.counted('save.offline-changes', 1)).toBe('Offline. 1 change is kept in this tab')
  expect(english.counted('save.offline-changes', 12)).toBe('Offline. 12 changes are kept in this tab')
  expect(createTranslator('ko', CATALOGUES.ko).counted('save.offline-kept', 12)).toContain('변경 12개')
})
