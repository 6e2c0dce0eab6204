import { expect, test } from 'vitest'
import { EMBED_ORIGINS } from '../document/blocks/embed-sites.ts'
import { contentSecurityPolicy, newNonce } from './content-security-policy.ts'

test('a built page runs only scripts with its nonce', () => {
  const policy = contentSecurityPolicy('abc', false)
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';")
  expect(policy).not.toContain('unsafe-eval')
  expect(policy).toMatch(/style-src 'self' 'nonce-abc';/)
})

test('a nonce has 128 bits and is another one each time', () => {
  const nonces = Array.from({ length: 100 }, newNonce)
  expect(new Set(nonces).size).toBe(100)
  expect(atob(nonces[0] ?? '')).toHaveLength(16)
})

test('a page may frame its own drawing frame and the listed sites, and nobody else', () => {
  const frames = / frame-src ([^;]*);/.exec(contentSecurityPolicy('abc', false))?.[1]?.split(' ')
  expect(frames).toEqual(["'self'", ...EMBED_ORIGINS])
  for (const origin of EMBED_ORIGINS) expect(new URL(origin).origin).toBe(origin)
})
