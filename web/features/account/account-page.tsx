/** A page with one form on it: first run, signing in, joining. */
import type { ReactNode } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { Theme } from '../theme/theme.ts'
import styles from './account-page.module.css'

export function AccountPage({
  title,
  text,
  theme,
  t,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly theme: Theme
  readonly t: Translator['t']
  readonly children: ReactNode
}) {
  return (
    <>
      <TopBar actions={<PreferencesMenu theme={theme} />}>
        <span className={styles.brand}>
          <Mark />
          <span className={styles.name}>{t('app.name')}</span>
        </span>
      </TopBar>
      <main id="content" className={styles.main}>
        <div className={styles.card}>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.text}>{text}</p>
          {children}
        </div>
      </main>
    </>
  )
}
