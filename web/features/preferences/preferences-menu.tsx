'use client'
/** The menu for theme and language. Both take effect at once, without losing what is on the page. */
import { Settings2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuChoice, MenuChoices } from '../../ui/menu.tsx'
import { LANGUAGE_COOKIE, LANGUAGE_NAMES, LANGUAGES, parseLanguage } from '../language/language.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { parseTheme, THEME_COOKIE, THEMES, type Theme, themeAttribute } from '../theme/theme.ts'
import { rememberInCookie } from './remember.ts'

export function PreferencesMenu({ theme: initialTheme }: { readonly theme: Theme }) {
  const { t, language } = useTranslator()
  const router = useRouter()
  const [theme, setTheme] = useState(initialTheme)

  const chooseTheme = (raw: unknown): void => {
    const chosen = parseTheme(raw)
    setTheme(chosen)
    rememberInCookie(THEME_COOKIE, chosen)
    const attribute = themeAttribute(chosen)
    if (attribute) document.documentElement.dataset.theme = attribute
    else delete document.documentElement.dataset.theme
  }

  const chooseLanguage = (raw: unknown): void => {
    const chosen = parseLanguage(raw)
    if (!chosen || chosen === language) return
    rememberInCookie(LANGUAGE_COOKIE, chosen)
    // The server renders the page again in the other language; client state, the editor included, stays.
    router.refresh()
  }

  return (
    <Menu trigger={<IconButton label={t('preferences.open')} icon={<Settings2 />} />}>
      <MenuChoices label={t('preferences.theme')} value={theme} onChoose={chooseTheme}>
        {THEMES.map((each) => (
          <MenuChoice key={each} value={each}>
            {t(`preferences.theme.${each}`)}
          </MenuChoice>
        ))}
      </MenuChoices>
      <MenuChoices label={t('preferences.language')} value={language} onChoose={chooseLanguage}>
        {LANGUAGES.map((each) => (
          <MenuChoice key={each} value={each}>
            <span lang={each}>{LANGUAGE_NAMES[each]}</span>
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  )
}
