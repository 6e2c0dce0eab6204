/**
 * Which requests the service worker answers, and which copy of the shell answers a page. Pure.
 *
 * What it keeps is the application: scripts, styles, fonts, and a shell that is the same for everybody. Never the API,
 * never a page the server made for somebody, never a word of a document: those are kept in IndexedDB by packages/client.
 */

export type Plan = 'page' | 'asset' | 'untouched'

export interface Asked {
  readonly method: string
  /** `navigate` for pages. */
  readonly mode: string
  readonly url: string
}

/** The sync server's own paths, and the frame that draws diagrams: a browser that opens one wants just that. */
const NO_PAGES = /^\/(api|sync|metrics|healthz|readyz|diagram)(\/|$)/

export function planFor({ method, mode, url }: Asked, origin: string): Plan {
  const { origin: asked, pathname } = new URL(url)
  if (method !== 'GET' || asked !== origin) return 'untouched'
  if (pathname.startsWith('/_next/static/')) return 'asset'
  return mode === 'navigate' && !NO_PAGES.test(pathname) ? 'page' : 'untouched'
}

/** Fonts come in a hundred pieces of which a person needs a few: kept when used. All else is kept from the start. */
export const isKeptWhenUsed = (url: string): boolean => new URL(url).pathname.endsWith('.woff2')

/** How long to wait for the server's page. The shell opens a document itself; of other pages it has a part at best. */
export const patienceMs = (url: string): number => (new URL(url).pathname.startsWith('/d/') ? 4_000 : 15_000)

/** The server is there but cannot answer: the shell may have more to show. */
export const isAway = (status: number): boolean => status === 502 || status === 503 || status === 504

export const LANGUAGES = ['en', 'ko'] as const
export const THEMES = ['system', 'light', 'dark'] as const
export type ShellLanguage = (typeof LANGUAGES)[number]
export type ShellTheme = (typeof THEMES)[number]

/** Where the server draws the shell in this language and theme, whoever asks. */
export const shellPath = (language: ShellLanguage, theme: ShellTheme): string =>
  `/shell?language=${language}&theme=${theme}`

export const ALL_SHELLS: readonly string[] = LANGUAGES.flatMap((language) =>
  THEMES.map((theme) => shellPath(language, theme)),
)

export interface Preferences {
  /** Values of the cookies, where they can be read and are there. */
  readonly languageCookie: string | undefined
  readonly themeCookie: string | undefined
  /** What the browser prefers, best first: `ko-KR`, `en`. */
  readonly languages: readonly string[]
}

export function shellFor({ languageCookie, themeCookie, languages }: Preferences): string {
  const wished = [languageCookie ?? '', ...languages].map((tag) => tag.toLowerCase().split('-')[0])
  const language = wished.map((tag) => LANGUAGES.find((each) => each === tag)).find((each) => each !== undefined)
  return shellPath(language ?? 'en', THEMES.find((each) => each === themeCookie) ?? 'system')
}
