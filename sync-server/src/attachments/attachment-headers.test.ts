import { expect, test } from 'vitest'
import { attachmentHeaders } from './attachment-headers.ts'

const headersOf = (type: string, name = 'a.png', download = false) =>
  attachmentHeaders({ name, type, digest: 'd' }, download)

test.each(['image/png', 'video/mp4', 'audio/mpeg', 'application/pdf'])('%s is shown', (type) => {
  expect(headersOf(type)['content-disposition']).toMatch(/^inline;/)
  expect(headersOf(type, 'a', true)['content-disposition']).toMatch(/^attachment;/)
})

test.each([
  'text/html',
  'image/svg+xml',
  'application/xhtml+xml',
  'text/xml',
  'application/octet-stream',
  'image/png, text/html',
])('%s is saved, and would be no page', (type) => {
  const headers = headersOf(type)
  expect(headers['content-disposition']).toMatch(/^attachment;/)
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/)
  expect(['image/svg+xml', 'application/octet-stream']).toContain(headers['content-type'])
})

test('nothing is guessed, kept by others, or framed', () => {
  for (const type of ['image/png', 'application/pdf', 'x']) {
    expect(headersOf(type)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headersOf(type)['content-security-policy']).toContain("frame-ancestors 'none'")
  }
})

test.each([
  ['두레 노트.pdf', `filename="__ __.pdf"; filename*=UTF-8''%EB%91%90%EB%A0%88%20%EB%85%B8%ED%8A%B8.pdf`],
  [
    `a"; filename=b.html\r\nset-cookie: x`,
    `filename="a_; filename=b.html__set-cookie: x"; filename*=UTF-8''a%22%3B%20filename%3Db.html%0D%0Aset-cookie%3A%20x`,
  ],
  [`it's (1)*.txt`, `filename="it's (1)*.txt"; filename*=UTF-8''it%27s%20%281%29%2A.txt`],
  ['half \ud83d', `filename="half _"; filename*=UTF-8''half%20%EF%BF%BD`],
])('the name %j stays a name', (name, expected) => {
  expect(headersOf('image/png', name)['content-disposition']).toBe(`inline; ${expected}`)
})
