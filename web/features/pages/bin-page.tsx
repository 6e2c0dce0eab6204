/** The bin: what can be brought back, and for how long. */
import type { Person } from '@dure/api'
import { TopBar } from '../../ui/top-bar.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import styles from '../settings/settings-page.module.css'
import { SidebarToggle } from '../sidebar/sidebar-toggle.tsx'
import type { Theme } from '../theme/theme.ts'
import { BinList } from './bin-list.tsx'

export function BinPage({
  person,
  theme,
  t,
  now,
}: {
  readonly person: Person
  readonly theme: Theme
  readonly t: Translator['t']
  /** ISO 8601. */
  readonly now: string
}) {
  return (
    <>
      <TopBar
        actions={
          <>
            <PreferencesMenu theme={theme} />
            <AccountMenu person={person} />
          </>
        }
      >
        <SidebarToggle />
        <span className={styles.place}>{t('bin.title')}</span>
      </TopBar>
      <main id="content" className={styles.main}>
        <h1 className={styles.title}>{t('bin.title')}</h1>
        <BinList now={now} />
      </main>
    </>
  )
}
