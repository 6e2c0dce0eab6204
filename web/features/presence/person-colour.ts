/** One colour a person: the same on every screen, and as long as there are enough, no two alike in one document. */

/** Colours in tokens.css, `--person-0` and on. */
export const PERSON_COLOURS = 12

/** The same colours as plain values in the light theme: what a presence state says, and carets are drawn in. */
const PLAIN = [
  '#2f66c4',
  '#b4432f',
  '#6a4fc0',
  '#0f766e',
  '#a8327f',
  '#8a5a00',
  '#2e7a32',
  '#8c3fa6',
  '#0b7192',
  '#a83254',
  '#5c6b12',
  '#4a5a80',
] as const

export const plainColour = (colour: number): string => PLAIN[colour] ?? PLAIN[0]

/**
 * Everyone's colour by key. It depends on who is here and on nothing else, so that all screens agree: each takes the
 * colour their key points at, or the next free one, in the order of the keys.
 */
export function assignColours(keys: Iterable<string>): ReadonlyMap<string, number> {
  const assigned = new Map<string, number>()
  const taken = new Set<number>()
  for (const key of [...new Set(keys)].sort()) {
    let colour = hash(key) % PERSON_COLOURS
    if (taken.size < PERSON_COLOURS) while (taken.has(colour)) colour = (colour + 1) % PERSON_COLOURS
    taken.add(colour)
    assigned.set(key, colour)
  }
  return assigned
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}

export const personVariable = (colour: number): string => `var(--person-${colour})`
