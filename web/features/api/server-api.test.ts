import { expect, test } from 'vitest'
import { apiOrigin } from './server-api.ts'

test('takes an origin and gives it back without a trailing slash', () => {
  expect(apiOrigin('http://sync:3000/')).toBe('http://sync:3000')
  expect(apiOrigin('https://example.test')).toBe('https://example.test')
})

test('falls back to the address a sync server has by default', () => {
  expect(apiOrigin('')).toBe('http://127.0.0.1:3000')
})

test.each(['sync:3000', 'ftp://sync', 'http://sync/api', 'nonsense'])('refuses %s, naming the option', (value) => {
  expect(() => apiOrigin(value)).toThrow(`DURE_API_ORIGIN is "${value}"`)
})
