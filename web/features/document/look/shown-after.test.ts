import { expect, test } from 'vitest'
import { shownAfter } from './shown-after.ts'

const frame = { clientWidth: 400, clientHeight: 100 }

test('[UI15] a picture that is too high moves up and down with the pointer, as far as it goes', () => {
  const high = { naturalWidth: 800, naturalHeight: 600, ...frame }
  // 300 pixels high here, 200 of them beyond the frame.
  expect(shownAfter(50, high, { x: 90, y: -20 })).toBe(60)
  expect(shownAfter(50, high, { x: 0, y: 20 })).toBe(40)
  expect(shownAfter(50, high, { x: 0, y: -500 })).toBe(100)
  expect(shownAfter(50, high, { x: 0, y: 500 })).toBe(0)
})

test('[UI15] one that is too wide moves to its sides; one that fits, or is not there, stays', () => {
  expect(shownAfter(50, { naturalWidth: 1200, naturalHeight: 100, ...frame }, { x: 80, y: 90 })).toBe(40)
  expect(shownAfter(50, { naturalWidth: 800, naturalHeight: 200, ...frame }, { x: 80, y: 90 })).toBe(50)
  expect(shownAfter(50, { naturalWidth: 0, naturalHeight: 0, ...frame }, { x: 80, y: 90 })).toBe(50)
})
