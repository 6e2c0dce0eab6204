'use client'
/** Theme and language, for this browser. */
import { Select } from '../../ui/select.tsx'
import { LANGUAGE_NAMES, LANGUAGES } from '../language/language.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { usePreferences } from '../preferences/use-preferences.ts'
import { THEMES, type Theme } from '../theme/theme.ts'
import styles from './preferences-section.module.css'

export function PreferencesSection({ theme: firstTheme }: { readonly theme: Theme }) {
  const { t } = useTranslator()
  const { theme, language, chooseTheme, chooseLanguage } = usePreferences(firstTheme)
  return (
    <div className={styles.choices}>
      <Select
        label={t('preferences.theme')}
        value={theme}
        options={THEMES.map((each) => ({ value: each, label: t(`preferences.theme.${each}`) }))}
        onChoose={chooseTheme}
      />
      <Select
        label={t('preferences.language')}
        value={language}
        options={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        onChoose={chooseLanguage}
      />
    </div>
  )
}
