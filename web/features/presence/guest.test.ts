import { expect, test } from 'vitest'
import { guestName, readGuest, renameGuest } from './guest.ts'
import { generatedName, NAME_SEEDS } from './guest-name.ts'

const box = (): Map<string, string> & Storage => {
  const kept = new Map<string, string>()
  return Object.assign(kept, {
    length: 0,
    key: () => null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
}

test.each(['en', 'ko'] as const)('each seed has a name of its own in %s', (language) => {
  const names = Array.from({ length: NAME_SEEDS }, (_, seed) => generatedName(seed, language))
  expect(new Set(names).size).toBe(NAME_SEEDS)
  expect(names.every((name) => /^\S+ \S+$/.test(name))).toBe(true)
})

test('a browser stays the same guest, and its generated name follows the language', () => {
  const storage = box()
  const first = readGuest(storage, () => 0.5)
  const later = readGuest(storage, () => 0.1)
  expect(later).toEqual(first)
  expect(guestName(later, 'en')).toBe(generatedName(first.seed, 'en'))
  expect(guestName(later, 'ko')).toBe(generatedName(first.seed, 'ko'))
})

test('a chosen name is kept on one line and given up when emptied', () => {
  const storage = box()
  const guest = renameGuest(readGuest(storage), '  Mina\n Kim ', storage)
  expect(guestName(guest, 'ko')).toBe('Mina Kim')
  expect(readGuest(storage).chosenName).toBe('Mina Kim')
  expect(renameGuest(guest, '   ', storage).chosenName).toBeUndefined()
  expect(readGuest(storage).chosenName).toBeUndefined()
})

test('a store that is full does not stop anyone', () => {
  const full = {
    getItem: () => null,
    removeItem: () => {},
    setItem: () => {
      throw new Error('quota')
    },
  }
  expect(guestName(readGuest(full), 'en')).not.toBe('')
})
