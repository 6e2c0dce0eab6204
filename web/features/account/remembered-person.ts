/**
 * Who last used this browser, for pages that are drawn without a server: whose copies on this device they show. Nothing
 * is let in by it; without the server there is nobody to let in.
 */
import type { Person } from '@dure/api'
import { KEPT_OWNER } from '../kept/kept-owner.ts'

const PERSON = 'dure-person'

/** @param person Null for somebody without an account. */
export function rememberPerson(person: Person | null): void {
  try {
    if (person) localStorage.setItem(PERSON, JSON.stringify(person))
    else localStorage.removeItem(PERSON)
  } catch {
    // Closed: offline pages then show what guests left here.
  }
}

export function rememberedPerson(): Person | null {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(PERSON) ?? 'null')
    return isPerson(raw) ? raw : null
  } catch {
    return null
  }
}

/** Whose copies of documents on this device are theirs. */
export const keptOwnerOf = (person: Person | null): string => person?.id ?? KEPT_OWNER

function isPerson(raw: unknown): raw is Person {
  if (typeof raw !== 'object' || raw === null) return false
  return ['id', 'name', 'email'].every((field) => typeof Reflect.get(raw, field) === 'string')
}
