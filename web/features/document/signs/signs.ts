/** The signs that open a menu when a person types them, and how far what is typed after one belongs to it. */
export type Sign = '/' | '@' | ':'

export interface SignRule {
  /** What may stand before it, where something does: a slash within a date, a colon in a time of day are no menus. */
  readonly after: RegExp
  /** What may be typed after it. */
  readonly query: RegExp
  /** Longer words are nothing that is looked for. */
  readonly maxLength: number
}

const WORD_START = /[\s([{"'“‘]/

export const SIGNS: Readonly<Record<Sign, SignRule>> = {
  // Blocks.
  '/': { after: /\s/, query: /^\S*$/, maxLength: 24 },
  // People, pages, dates: names and titles have spaces, though neither at their start nor two in a row.
  '@': { after: WORD_START, query: /^(?:\S+(?:[^\S\n]\S+)*[^\S\n]?)?$/, maxLength: 30 },
  // Emoji: their words have no spaces, and begin with a letter.
  ':': { after: WORD_START, query: /^(?:[\p{L}+-]\S*)?$/u, maxLength: 30 },
}

export const isSign = (text: string): text is Sign => Object.hasOwn(SIGNS, text)
