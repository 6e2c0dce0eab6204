import { expect, test } from 'vitest'
import { sayBytes } from './say-bytes.ts'

test.each([
  [1, 'en', '1 byte'],
  [999, 'en', '999 bytes'],
  [1536, 'en', '1.5 kB'],
  [100 * 1024 * 1024, 'en', '100 MB'],
  [5.25 * 1024 ** 3, 'ko', '5.3GB'],
])('%d in %s is %s', (bytes, language, words) => {
  expect(sayBytes(bytes, language)).toBe(words)
})
