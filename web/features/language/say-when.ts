/** When something happened, as people say it: "just now", "5 minutes ago", "yesterday", then the date. */
import type { Language } from './language.ts'
import type { Translator } from './translate.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Beyond a week a date says more than a number of days. */
const RELATIVE_UNTIL_MS = 7 * DAY_MS

/**
 * @param timeZone For the date of older times; a server does not know the reader's and passes UTC.
 */
export function relativeTime(
  at: Date,
  now: Date,
  translator: Pick<Translator, 't' | 'language'>,
  timeZone?: string,
): string {
  // A clock a little ahead of ours must not speak of the future.
  const elapsedMs = Math.max(0, now.getTime() - at.getTime())
  if (elapsedMs < MINUTE_MS) return translator.t('time.now')
  if (elapsedMs >= RELATIVE_UNTIL_MS) return shortDate(at, now, translator.language, timeZone)
  const format = new Intl.RelativeTimeFormat(translator.language, { numeric: 'auto' })
  if (elapsedMs < HOUR_MS) return format.format(-Math.floor(elapsedMs / MINUTE_MS), 'minute')
  if (elapsedMs < DAY_MS) return format.format(-Math.floor(elapsedMs / HOUR_MS), 'hour')
  return format.format(-Math.floor(elapsedMs / DAY_MS), 'day')
}

function shortDate(at: Date, now: Date, language: Language, timeZone: string | undefined): string {
  const zone = timeZone === undefined ? {} : { timeZone }
  const year = (date: Date): string => new Intl.DateTimeFormat('en', { year: 'numeric', ...zone }).format(date)
  return new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    ...(year(at) === year(now) ? {} : { year: 'numeric' }),
    ...zone,
  }).format(at)
}

/** Date and time in full, for a tooltip. */
export const fullTime = (at: Date, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' }).format(at)
