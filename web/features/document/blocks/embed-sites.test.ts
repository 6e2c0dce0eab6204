import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EMBED_ORIGINS, embedFor } from './embed-sites.ts'

test.each([
  ['https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=42s', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=42'],
  ['https://youtu.be/dQw4w9WgXcQ', 'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ'],
  ['https://vimeo.com/76979871', 'https://player.vimeo.com/video/76979871?dnt=1'],
  ['https://tv.naver.com/v/12345678', 'https://tv.naver.com/embed/12345678'],
  ['https://codepen.io/a/pen/abcDEF', 'https://codepen.io/a/embed/abcDEF?default-tab=result'],
  [
    'https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC',
    'https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC',
  ],
])('%s is shown as %s', (address, frame) => {
  expect(embedFor(address)?.frame).toBe(frame)
})

test.each([
  'https://example.org/video',
  'https://youtube.com.example.org/watch?v=dQw4w9WgXcQ',
  'https://evil-youtube.com/watch?v=dQw4w9WgXcQ',
  'javascript:alert(1)//youtube.com/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com/watch?v=../../x',
  '/d/abc',
  '',
])('%s is a link and nothing more', (address) => {
  expect(embedFor(address)).toBeUndefined()
})

test('whatever the address, what is framed is of one of the listed origins', () => {
  const hosts = fc.constantFrom('youtu.be', 'vimeo.com', 'figma.com', 'codepen.io', 'docs.google.com', 'loom.com')
  const paths = fc.constantFrom('/file/', '/document/d/', '/share/', '/', '/a/pen/', '/embed/')
  fc.assert(
    fc.property(hosts, paths, fc.webPath(), fc.webQueryParameters(), (host, start, path, query) => {
      const frame = embedFor(`https://${host}${start}${path}?${query}`)?.frame
      if (frame !== undefined) expect(EMBED_ORIGINS).toContain(new URL(frame).origin)
    }),
  )
})
