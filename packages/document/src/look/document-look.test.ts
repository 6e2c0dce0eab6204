import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { META, seedDocument } from '../seed.ts'
import { isIcon, observeLook, PLAIN_LOOK, readLook, writeLook } from './document-look.ts'

test.each(['🌾', '👩‍🌾', '🇰🇷', '1️⃣', '❤️', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])('%s is an icon', (icon) => {
  expect(isIcon(icon)).toBe(true)
})

test.each(['', 'a', '가', '🌾🌾', '🌾a', '1', '<img>', '🌾'.repeat(30), 7, null, { icon: '🌾' }])(
  '%j is none',
  (icon) => {
    expect(isIcon(icon)).toBe(false)
  },
)

test('a look is written, told of, taken away, and read as none where somebody wrote nonsense', () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  let told = 0
  const stop = observeLook(doc, () => {
    told += 1
  })
  expect(readLook(doc)).toEqual(PLAIN_LOOK)
  writeLook(doc, { icon: '🌾', cover: 'dawn' })
  writeLook(doc, { icon: '🌾' })
  expect(readLook(doc)).toEqual({ icon: '🌾', cover: 'dawn' })
  expect(told).toBe(1)
  doc.getMap(META).set('cover', 'url(javascript:alert(1))')
  doc.getMap(META).set('icon', '<script>')
  expect(readLook(doc)).toEqual(PLAIN_LOOK)
  writeLook(doc, { icon: '🎋' })
  expect(readLook(doc)).toEqual({ icon: '🎋', cover: null })
  stop()
})
