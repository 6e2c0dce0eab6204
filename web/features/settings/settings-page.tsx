/** One's own account: what one is called, the password, where one is signed in, tokens, looks and language. */
import type { Person } from '@dure/api'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { Theme } from '../theme/theme.ts'
import { PasswordForm } from './password-form.tsx'
import { ProfileForm } from './profile-form.tsx'
import styles from './settings-page.module.css'
import { SignedInList } from './signed-in-list.tsx'

export function SettingsPage({
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
        <Link href="/" className={styles.home} aria-label={t('document.home')}>
          <Mark />
        </Link>
        <span className={styles.place}>{t('account.settings')}</span>
      </TopBar>
      <main id="content" className={styles.main}>
        <h1 className={styles.title}>{t('account.settings')}</h1>
        <Section title={t('settings.profile')} text={t('settings.profile-text')}>
          <ProfileForm person={person} />
        </Section>
        <Section title={t('settings.password')} text={t('settings.password-text')}>
          <PasswordForm email={person.email} />
        </Section>
        <Section title={t('settings.signed-in')} text={t('settings.signed-in-text')}>
          <SignedInList now={now} />
        </Section>
      </main>
    </>
  )
}

function Section({
  title,
  text,
  children,
}: {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
}) {
  return (
    <section className={styles.section}>
      <h2 className={styles.heading}>{title}</h2>
      <p className={styles.text}>{text}</p>
      {children}
    </section>
  )
}
