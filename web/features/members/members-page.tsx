/** The people of the workspace, and for those who manage it a way to invite others. */
import type { Person } from '@dure/api'
import Link from 'next/link'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import styles from '../settings/settings-page.module.css'
import type { Theme } from '../theme/theme.ts'
import { Invite } from './invite.tsx'
import { MemberList } from './member-list.tsx'

export function MembersPage({
  person,
  manages,
  owns,
  mails,
  theme,
  t,
}: {
  readonly person: Person
  readonly manages: boolean
  readonly owns: boolean
  /** Whether e-mails are sent. */
  readonly mails: boolean
  readonly theme: Theme
  readonly t: Translator['t']
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
        <span className={styles.place}>{t('members.title')}</span>
      </TopBar>
      <main id="content" className={styles.main}>
        <h1 className={styles.title}>{t('members.title')}</h1>
        {manages ? (
          <p className={styles.text}>
            <Link href="/audit">{t('audit.title')}</Link>
          </p>
        ) : null}
        {manages ? (
          <section className={styles.section}>
            <h2 className={styles.heading}>{t('members.invite')}</h2>
            <p className={styles.text}>{t('members.invite-text')}</p>
            <Invite mails={mails} />
          </section>
        ) : null}
        <section className={styles.section}>
          <h2 className={styles.heading}>{t('members.people')}</h2>
          <MemberList selfId={person.id} manages={manages} owns={owns} />
        </section>
      </main>
    </>
  )
}
