import { expect, test } from 'vitest'
import { attachmentAt, attachmentUrl } from './attachment-address.ts'

const [page, file] = ['d'.repeat(22), 'f'.repeat(22)]
const origin = 'https://docs.example'

test('a file of a document is known by its address, whole or without its origin', () => {
  const found = { documentId: page, id: file }
  expect(attachmentAt(attachmentUrl(page, file), origin)).toEqual(found)
  expect(attachmentAt(`${origin}${attachmentUrl(page, file)}?download`, origin)).toEqual(found)
})

test.each([
  `https://evil.example${attachmentUrl(page, file)}`,
  `//evil.example${attachmentUrl(page, file)}`,
  `/api/documents/${page}/attachments/${file}/../x`,
  `/api/documents/x/attachments/${file}`,
  'data:image/png;base64,AAAA',
  'javascript:alert(1)',
  'http://[',
])('%s is none', (address) => {
  expect(attachmentAt(address, origin)).toBeUndefined()
})
