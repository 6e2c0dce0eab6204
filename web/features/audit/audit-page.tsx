/** What was done to people, rights and documents: newest first, by person and by kind, a page at a time. */
import type { AuditEvent, AuditPage as AuditEvents, AuditKind, Member, Person } from '@dure/api'
import Link from 'next/link'
import { LinkButton } from '../../ui/link-button.tsx'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import pageStyles from '../settings/settings-page.module.css'
import type { Theme } from '../theme/theme.ts'
import { AuditFilters } from './audit-filters.tsx'
import { actionWords, detailWords } from './audit-kinds.ts'
import styles from './audit-page.module.css'
import { auditPath } from './audit-path.ts'
import { FullTime } from './full-time.tsx'

export function AuditPage({
  person,
  events: { events, nextCursor },
  people,
  kind,
  whom,
  theme,
  t,
}: {
  readonly person: Person
  readonly events: AuditEvents
  readonly people: readonly Member[]
  readonly kind: AuditKind | undefined
  /** Whose events are shown: their id. */
  readonly whom: string | undefined
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
        <Link href="/" className={pageStyles.home} aria-label={t('document.home')}>
          <Mark />
        </Link>
        <span className={pageStyles.place}>{t('audit.title')}</span>
      </TopBar>
      <main id="content" className={styles.main}>
        <h1 className={pageStyles.title}>{t('audit.title')}</h1>
        <p className={pageStyles.text}>{t('audit.text')}</p>
        <AuditFilters kind={kind} whom={whom} people={people.map(({ id, name }) => ({ id, name }))} />
        {events.length === 0 ? <p className={styles.empty}>{t('audit.empty')}</p> : null}
        <ul className={styles.list}>
          {events.map((event) => (
            <Row key={event.id} event={event} t={t} />
          ))}
        </ul>
        {nextCursor === undefined ? null : (
          <LinkButton href={auditPath({ kind, person: whom, cursor: nextCursor })}>{t('audit.older')}</LinkButton>
        )}
      </main>
    </>
  )
}

function Row({ event, t }: { readonly event: AuditEvent; readonly t: Translator['t'] }) {
  const { action, at, by, person, detail, address, subject } = event
  const whom = person && person.id !== by?.id ? person : null
  const isDocument =
    /^[0-9A-Za-z]{22}$/.test(subject) && !person && /^(shared|grant|general|document|owner|access)/.test(action)
  return (
    <li className={styles.row}>
      <span className={styles.what}>
        <strong>{actionWords(action, t)}</strong>
        {detailWords(detail, t).map((words) => (
          <span key={words} className={styles.detail}>
            {words}
          </span>
        ))}
      </span>
      <span className={styles.who}>
        {by ? <span title={by.email}>{by.name}</span> : <span>{t('audit.nobody')}</span>}
        {whom ? (
          <>
            {' → '}
            <span title={whom.email}>{whom.name}</span>
          </>
        ) : null}
        {isDocument ? (
          <>
            {' → '}
            <Link href={`/d/${subject}`}>{t('audit.document')}</Link>
          </>
        ) : null}
      </span>
      <span className={styles.when}>
        <FullTime at={at} />
        {address === '' ? null : ` · ${address}`}
      </span>
    </li>
  )
}
