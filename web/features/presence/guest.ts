/**
 * Who this browser is to the others: a mark by which its tabs know each other, and a name. Kept in local storage;
 * where that is closed (private windows of some browsers) everything lasts as long as the tab.
 */
import { MAX_DISPLAY_NAME_LENGTH } from '@dure/protocol'
import type { Language } from '../language/language.ts'
import { generatedName, NAME_SEEDS } from './guest-name.ts'

const MARK = 'dure-guest'
const SEED = 'dure-guest-seed'
const NAME = 'dure-guest-name'

export interface Guest {
  /** The same in all tabs of this browser, and no one else's. */
  readonly id: string
  /** The seed of the name they get unless they choose one. */
  readonly seed: number
  /** What they chose to be called, or undefined. */
  readonly chosenName: string | undefined
}

type Box = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export function readGuest(box: Box, random: () => number = Math.random): Guest {
  const seed = Number(box.getItem(SEED) ?? Number.NaN)
  const isSeed = Number.isInteger(seed) && seed >= 0
  const guest: Guest = {
    id: box.getItem(MARK) ?? crypto.randomUUID(),
    seed: isSeed ? seed : Math.floor(random() * NAME_SEEDS),
    chosenName: cleanName(box.getItem(NAME) ?? ''),
  }
  keep(box, MARK, guest.id)
  keep(box, SEED, String(guest.seed))
  return guest
}

/** An empty name goes back to the generated one. */
export function renameGuest(guest: Guest, name: string, box: Box): Guest {
  const chosenName = cleanName(name)
  if (chosenName === undefined) box.removeItem(NAME)
  else keep(box, NAME, chosenName)
  return { ...guest, chosenName }
}

/** What tells them apart on everybody's page: the server marks guests so, that none can pass for a person. */
export const guestKey = (guest: Guest): string => `guest:${guest.id}`

export const guestName = (guest: Guest, language: Language): string =>
  guest.chosenName ?? generatedName(guest.seed, language)

function cleanName(raw: string): string | undefined {
  const name = raw.replace(/\s+/g, ' ').trim().slice(0, MAX_DISPLAY_NAME_LENGTH)
  return name === '' ? undefined : name
}

function keep(box: Box, key: string, value: string): void {
  try {
    box.setItem(key, value)
  } catch {
    // Full or closed: the name lasts as long as the tab.
  }
}

/** The browser's local storage, or one that forgets. */
export function guestBox(): Box {
  try {
    return localStorage
  } catch {
    const kept = new Map<string, string>()
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    }
  }
}
