'use client'
/** Theme and language, as one has chosen them. Both take effect at once, without losing what is on the page. */
import { useRouter } from 'next/navigation'
import { useSyncExternalStore } from 'react'
import { LANGUAGE_COOKIE, type Language, parseLanguage } from '../language/language.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { parseTheme, THEME_COOKIE, type Theme, themeAttribute } from '../theme/theme.ts'
import { rememberInCookie } from './remember.ts'

export interface Preferences {
  readonly theme: Theme
  readonly language: Language
  /** What is no theme is that of the system. */
  chooseTheme(raw: unknown): void
  /** What is no language of ours changes nothing. */
  chooseLanguage(raw: unknown): void
}

/** Chosen since the page was loaded: whatever shows the choice shows the same. */
let chosenTheme: Theme | undefined
const watchers = new Set<() => void>()
const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** @param firstTheme As the server knew it when it rendered the page. */
export function usePreferences(firstTheme: Theme): Preferences {
  const { language } = useTranslator()
  const router = useRouter()
  const theme = useSyncExternalStore(
    watch,
    () => chosenTheme ?? firstTheme,
    () => firstTheme,
  )

  return {
    theme,
    language,
    chooseTheme: (raw) => {
      const chosen = parseTheme(raw)
      chosenTheme = chosen
      for (const watcher of watchers) watcher()
      rememberInCookie(THEME_COOKIE, chosen)
      const attribute = themeAttribute(chosen)
      if (attribute) document.documentElement.dataset.theme = attribute
      else delete document.documentElement.dataset.theme
    },
    chooseLanguage: (raw) => {
      const chosen = parseLanguage(raw)
      if (!chosen || chosen === language) return
      rememberInCookie(LANGUAGE_COOKIE, chosen)
      // The server renders the page again in the other language; client state, the editor included, stays.
      router.refresh()
    },
  }
}
