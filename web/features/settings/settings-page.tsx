/** One's own account: what one is called, the password, where one is signed in, tokens, looks and language. */
import type { Person, Security } from '@dure/api'
import Link from 'next/link'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import type { Theme } from '../theme/theme.ts'
import { PasskeySection } from './passkey-section.tsx'
import { PasswordForm } from './password-form.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { ProfileForm } from './profile-form.tsx'
import { ProviderSection } from './provider-section.tsx'
import { SecondFactorSection } from './second-factor-section.tsx'
import { Section } from './section.tsx'
import styles from './settings-page.module.css'
import { SignedInList } from './signed-in-list.tsx'
import { TokenSection } from './token-section.tsx'

export function SettingsPage({
  person,
  theme,
  t,
  now,
  security,
  trouble,
}: {
  readonly person: Person
  readonly theme: Theme
  readonly t: Translator['t']
  /** ISO 8601. */
  readonly now: string
  readonly security: Security
  /** Why the other provider could not be connected, in words. */
  readonly trouble: string | undefined
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
        <Section title={t('preferences.open')} text={t('preferences.text')}>
          <PreferencesSection theme={theme} />
        </Section>
        {security.hasPassword ? (
          <Section title={t('settings.password')} text={t('settings.password-text')}>
            <PasswordForm email={person.email} />
          </Section>
        ) : null}
        <Section title={t('security.factor')} text={t('security.factor-text')}>
          <SecondFactorSection email={person.email} security={security} />
        </Section>
        <Section title={t('security.passkeys')} text={t('security.passkeys-text')}>
          <PasskeySection email={person.email} hasPassword={security.hasPassword} now={now} />
        </Section>
        {security.provider ? (
          <Section
            title={security.provider.name}
            text={t(security.provider.connected ? 'security.provider-on' : 'security.provider-off')}
          >
            <ProviderSection connected={security.provider.connected} trouble={trouble} />
          </Section>
        ) : null}
        <Section title={t('settings.signed-in')} text={t('settings.signed-in-text')}>
          <SignedInList now={now} />
        </Section>
        <Section title={t('tokens.title')} text={t('tokens.text')}>
          <p className={styles.text}>
            <Link href="/docs/api">{t('tokens.how')}</Link>
          </p>
          <TokenSection now={now} />
        </Section>
      </main>
    </>
  )
}
