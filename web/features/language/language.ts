/** The languages of the interface, and how one is chosen: what the person picked, else what the browser asks for. */

export const LANGUAGES = ['en', 'ko'] as const
export type Language = (typeof LANGUAGES)[number]

/** Each language in its own words, so that one who cannot read the page still finds theirs. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' }

/** Readable by scripts, because the menu writes it; it holds nothing but the two letters. */
export const LANGUAGE_COOKIE = 'dure-language'

export const parseLanguage = (raw: unknown): Language | undefined => LANGUAGES.find((each) => each === raw)

/**
 * @param cookie The value of the language cookie, if any.
 * @param acceptLanguage The Accept-Language header, e.g. `ko-KR,ko;q=0.9,en;q=0.8`.
 */
export function chooseLanguage(cookie: string | undefined, acceptLanguage: string | null): Language {
  return parseLanguage(cookie) ?? preferredOf(acceptLanguage ?? '') ?? 'en'
}

function preferredOf(header: string): Language | undefined {
  const wishes = header
    .split(',')
    .map((wish) => {
      const [tag = '', ...parameters] = wish.trim().split(';')
      const quality = parameters.map((each) => each.trim()).find((each) => each.startsWith('q='))
      return { language: parseLanguage(tag.trim().toLowerCase().split('-')[0]), weight: qualityOf(quality) }
    })
    .filter((wish) => wish.language && wish.weight > 0)
  // Sorting is stable, so equal weights keep the order of the header.
  return wishes.sort((one, other) => other.weight - one.weight)[0]?.language
}

function qualityOf(parameter: string | undefined): number {
  if (parameter === undefined) return 1
  const quality = Number(parameter.slice(2))
  return Number.isFinite(quality) ? quality : 0
}
