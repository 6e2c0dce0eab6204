import { expect, test } from 'vitest'
import { mediaTypeOf, UNKNOWN_TYPE } from './media-type.ts'

const text = (content: string): Uint8Array => new TextEncoder().encode(content)
const bytes = (...content: readonly (number | string)[]): Uint8Array =>
  Uint8Array.from(content.flatMap((each) => (typeof each === 'number' ? [each] : [...text(each)])))

test.each([
  ['image/png', bytes(0x89, 'PNG\r\n', 0x1a, '\n')],
  ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
  ['image/gif', text('GIF89a')],
  ['image/webp', text('RIFF0000WEBPVP8 ')],
  ['image/avif', bytes(0, 0, 0, 32, 'ftypavif')],
  ['video/mp4', bytes(0, 0, 0, 32, 'ftypisom')],
  ['video/quicktime', bytes(0, 0, 0, 20, 'ftypqt  ')],
  ['video/webm', bytes(0x1a, 0x45, 0xdf, 0xa3)],
  ['audio/mpeg', text('ID3')],
  ['audio/wav', text('RIFF0000WAVE')],
  ['application/pdf', text('%PDF-1.7')],
  ['image/svg+xml', text('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['image/svg+xml', text('\uFEFF<?xml version="1.0"?>\n<!-- by hand --><!DOCTYPE svg PUBLIC "-//W3C" "x">\n<SVG >')],
])('%s is known by its bytes', (type, head) => {
  expect(mediaTypeOf(head)).toBe(type)
})

test.each([
  ['a page', '<!DOCTYPE html><svg onload="alert(1)">'],
  ['a page with an svg in it', '<html><svg/></html>'],
  ['a script', 'alert(1)'],
  ['a script that hides behind a comment', '<!-- --><script>alert(1)</script>'],
  ['a PDF behind something else', 'x%PDF-1.7'],
  ['a name in place of bytes', 'picture.png'],
  ['nothing', ''],
])('%s is bytes to be saved', (_what, content) => {
  expect(mediaTypeOf(text(content))).toBe(UNKNOWN_TYPE)
})
