import { expect, test } from 'vitest'
import { nextPath, signInPath } from './next-path.ts'

test.each(['/', '/d/0123456789012345678901', '/settings?tab=1#x'])('goes on to %s', (path) => {
  expect(nextPath(path)).toBe(path)
})

test.each([
  '//evil.example',
  '/\\evil.example',
  '/d\\..\\evil',
  'https://evil.example',
  'javascript:alert(1)',
  '/a b',
  '/\nb',
  `/${'a'.repeat(300)}`,
  '',
  undefined,
  ['/a'],
])('goes home instead of to %j', (raw) => {
  expect(nextPath(raw)).toBe('/')
})

test('the way back is carried along', () => {
  expect(signInPath('/')).toBe('/sign-in')
  expect(signInPath('/d/a?b=c')).toBe('/sign-in?next=%2Fd%2Fa%3Fb%3Dc')
})
