/** Dates in text: stored as 2026-11-21, written as each reader's language writes them. */
import type { Language } from '../../language/language.ts'

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/

/** At noon, so that no time zone makes it another day. */
export function parseIsoDate(iso: string): Date | undefined {
  const [, year, month, day] = ISO.exec(iso) ?? []
  const date = new Date(Number(year), Number(month) - 1, Number(day), 12)
  return isoDate(date) === iso ? date : undefined
}

export const isoDate = (date: Date): string =>
  [
    String(date.getFullYear()).padStart(4, '0'),
    String(date.getMonth() + 1).padStart(2, '0'),
    String(date.getDate()).padStart(2, '0'),
  ].join('-')

export function dateWords(iso: string, language: Language): string {
  const date = parseIsoDate(iso)
  return date ? new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(date) : iso
}

const shifted = (today: Date, days: number): Date =>
  new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, 12)

/** Known by their names in both languages, whichever the interface speaks. */
const DAYS: readonly (Readonly<Record<Language, string>> & { readonly away: number })[] = [
  { en: 'today', ko: '오늘', away: 0 },
  { en: 'tomorrow', ko: '내일', away: 1 },
  { en: 'yesterday', ko: '어제', away: -1 },
  { en: 'in two days', ko: '모레', away: 2 },
  { en: 'next week', ko: '다음 주', away: 7 },
]

export interface DateFound {
  readonly iso: string
  /** What the reader calls the day; empty for a date that was written as one. */
  readonly word: string
}

/** The dates that somebody may mean who has typed this so far. */
export function datesFor(typed: string, today: Date, language: Language): readonly DateFound[] {
  const text = folded(typed)
  const written = writtenDate(text, today)
  if (written) return [{ iso: isoDate(written), word: '' }]
  return DAYS.filter(({ en, ko }) => [en, ko].some((name) => folded(name).startsWith(text))).map((day) => ({
    iso: isoDate(shifted(today, day.away)),
    word: day[language],
  }))
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase().replaceAll(' ', '')

/** 2026-11-25, 2026.11.25, 11/25, 11월25일. Without a year, the next such day. */
function writtenDate(text: string, today: Date): Date | undefined {
  const full = /^(\d{4})[-./년](\d{1,2})[-./월](\d{1,2})[.일]?$/.exec(text)
  if (full) return realDate(Number(full[1]), Number(full[2]), Number(full[3]))
  const short = /^(\d{1,2})[/월](\d{1,2})일?$/.exec(text)
  if (!short) return undefined
  const [month, day] = [Number(short[1]), Number(short[2])]
  const here = realDate(today.getFullYear(), month, day)
  return here && here < shifted(today, 0) ? realDate(today.getFullYear() + 1, month, day) : here
}

function realDate(year: number, month: number, day: number): Date | undefined {
  const date = new Date(year, month - 1, day, 12)
  return date.getMonth() === month - 1 && date.getDate() === day ? date : undefined
}
