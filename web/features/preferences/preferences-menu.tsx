'use client'
/** The menu for theme and language. */
import { Settings2 } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, MenuChoice, MenuChoices } from '../../ui/menu.tsx'
import { LANGUAGE_NAMES, LANGUAGES } from '../language/language.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { THEMES, type Theme } from '../theme/theme.ts'
import { usePreferences } from './use-preferences.ts'

export function PreferencesMenu({ theme: firstTheme }: { readonly theme: Theme }) {
  const { t } = useTranslator()
  const { theme, language, chooseTheme, chooseLanguage } = usePreferences(firstTheme)
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
