/** The address of an offline shell says what it looks like; whoever asks for it is nobody. */
import { LANGUAGE_COOKIE, parseLanguage } from '../language/language.ts'
import { parseTheme, THEME_COOKIE } from '../theme/theme.ts'

/** The cookies a browser with these preferences would send, and no others. */
export function shellCookies(search: URLSearchParams): string {
  const language = parseLanguage(search.get('language')) ?? 'en'
  return `${LANGUAGE_COOKIE}=${language}; ${THEME_COOKIE}=${parseTheme(search.get('theme'))}`
}
