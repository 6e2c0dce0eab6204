import { expect, test } from 'vitest'
import { shellCookies } from './shell-address.ts'

test('a shell is drawn by its address alone', () => {
  expect(shellCookies(new URLSearchParams('language=ko&theme=dark'))).toBe('dure-language=ko; dure-theme=dark')
  expect(shellCookies(new URLSearchParams())).toBe('dure-language=en; dure-theme=system')
  expect(shellCookies(new URLSearchParams('language=x;session=1&theme=%0a'))).toBe(
    'dure-language=en; dure-theme=system',
  )
})
