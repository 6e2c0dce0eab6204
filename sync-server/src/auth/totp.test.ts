import { expect, test } from 'vitest'
import { createSealer } from './sealed.ts'
import { keyFor, stepOf } from './totp.ts'

const SECRET = '12345678901234567890'

// RFC 6238, appendix B, the last six digits.
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
])('at %i s the code is %s', async (seconds, code) => {
  const step = Math.floor(seconds / 30)
  expect(await stepOf(code, SECRET, 0, seconds * 1000)).toBe(step)
  // A clock may be half a minute off, no more; and what was used is used.
  expect(await stepOf(code, SECRET, 0, (seconds + 30) * 1000)).toBe(step)
  expect(await stepOf(code, SECRET, 0, (seconds + 60) * 1000)).toBeUndefined()
  expect(await stepOf(code, SECRET, 0, (seconds - 60) * 1000)).toBeUndefined()
  expect(await stepOf(code, SECRET, step, seconds * 1000)).toBeUndefined()
})

test('an app is given the key as text and as an address', () => {
  const { key, uri } = keyFor(SECRET, 'olive@dure.test')
  expect(key).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  expect(uri).toContain('otpauth://totp/Dure:olive%40dure.test?')
})

test('what is sealed opens with the same secret for the same thing, and not when a bit of it was changed', () => {
  const sealer = createSealer('the secret of a server', 'tests')
  const sealed = sealer.seal('한글 and more', 'olive')
  expect(sealer.open(sealed, 'olive')).toBe('한글 and more')
  expect(sealer.open(sealed, 'mallory')).toBeUndefined()
  expect(createSealer('another secret', 'tests').open(sealed, 'olive')).toBeUndefined()
  expect(createSealer('the secret of a server', 'others').open(sealed, 'olive')).toBeUndefined()
  for (const broken of [
    '',
    'AAAA',
    sealed.slice(0, -2),
    `${sealed.slice(0, 20)}${sealed[20] === 'A' ? 'B' : 'A'}${sealed.slice(21)}`,
  ]) {
    expect(sealer.open(broken, 'olive')).toBeUndefined()
  }
})
