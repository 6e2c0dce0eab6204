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
  expect(readLook(doc)).toEqual({ icon: '🌾', cover: 'dawn', picture: null })
  expect(told).toBe(1)
  doc.getMap(META).set('cover', 'url(javascript:alert(1))')
  doc.getMap(META).set('icon', '<script>')
  expect(readLook(doc)).toEqual(PLAIN_LOOK)
  writeLook(doc, { icon: '🎋' })
  expect(readLook(doc)).toEqual({ icon: '🎋', cover: null, picture: null })
  stop()
})

test('[UI15] a cover is colours or a picture of the document, with the part of it that is shown', () => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, seedDocument())
  const picture = { attachment: 'aZ09aZ09aZ09aZ09aZ09aZ', shown: 30 }
  writeLook(doc, { cover: 'dawn' })
  writeLook(doc, { cover: picture })
  expect(readLook(doc)).toEqual({ icon: null, cover: null, picture })
  const before = Y.encodeStateVector(doc)
  writeLook(doc, { cover: { ...picture } })
  expect(Y.encodeStateVector(doc)).toEqual(before)
  writeLook(doc, { cover: { ...picture, shown: 180.4 } })
  expect(readLook(doc).picture?.shown).toBe(100)
  writeLook(doc, { cover: 'rice' })
  expect(readLook(doc)).toEqual({ icon: null, cover: 'rice', picture: null })
  writeLook(doc, { cover: null })
  expect(readLook(doc)).toEqual(PLAIN_LOOK)
})

test.each([
  'picture:',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ:',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ:101',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ:-1',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ:07',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ:5\n',
  'picture:aZ09aZ09aZ09aZ09aZ09a/:5',
  'picture:../../../../../api/x:5',
  'picture:https://elsewhere.example/a:5',
  'picture:aZ09aZ09aZ09aZ09aZ09aZ:5);background:url(//elsewhere.example',
  ' picture:aZ09aZ09aZ09aZ09aZ09aZ:5',
  7,
  ['picture:aZ09aZ09aZ09aZ09aZ09aZ:5'],
])('%j is no cover', (cover) => {
  const doc = new Y.Doc()
  doc.getMap(META).set('cover', cover)
  expect(readLook(doc)).toEqual(PLAIN_LOOK)
})
