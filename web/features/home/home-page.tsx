/** The home page: Dure's name, the documents, and a way to start one. */
import type { DocumentPage, Person } from '@dure/api'
import { Face } from '../../ui/face.tsx'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { AccountMenu } from '../account/account-menu.tsx'
import { KeptDocuments } from '../kept/kept-documents.tsx'
import type { Translator } from '../language/translate.ts'
import { PreferencesMenu } from '../preferences/preferences-menu.tsx'
import { SidebarToggle } from '../sidebar/sidebar-toggle.tsx'
import type { Theme } from '../theme/theme.ts'
import { RetryButton } from '../trouble/retry-button.tsx'
import { DocumentList } from './document-list.tsx'
import { PAGE_SIZE } from './documents-source.ts'
import { HomeLists } from './home-lists.tsx'
import styles from './home-page.module.css'
import { NewDocumentButton } from './new-document-button.tsx'

export function HomePage({
  found,
  person,
  mayCreate,
  theme,
  translator: { t },
}: {
  readonly found: DocumentPage | 'unreachable'
  readonly person: Person
  /** Guests of a workspace make no documents in it. */
  readonly mayCreate: boolean
  readonly theme: Theme
  readonly translator: Translator
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
        <span className={styles.brand}>
          <Mark />
          <span className={styles.name}>{t('app.name')}</span>
        </span>
      </TopBar>
      <main id="content" className={styles.main}>
        <Documents found={found} mayCreate={mayCreate} t={t} />
        <KeptDocuments owner={person.id} />
      </main>
    </>
  )
}

function Documents({
  found,
  mayCreate,
  t,
}: {
  readonly found: DocumentPage | 'unreachable'
  readonly mayCreate: boolean
  readonly t: Translator['t']
}) {
  if (found === 'unreachable') {
    return (
      <Face mood="asleep" title={t('trouble.unreachable.title')} text={t('trouble.unreachable.text')}>
        <RetryButton />
      </Face>
    )
  }
  if (found.documents.length === 0) {
    return (
      <Face
        mood="inviting"
        title={t('home.empty.title')}
        text={mayCreate ? t('home.empty.text') : t('home.empty.guest-text')}
      >
        {mayCreate ? <NewDocumentButton /> : null}
      </Face>
    )
  }
  const now = new Date().toISOString()
  return (
    <>
      <div className={styles.head}>
        <div>
          <h1 className={styles.title}>{t('home.title')}</h1>
          <p className={styles.tagline}>{t('app.tagline')}</p>
        </div>
        {mayCreate ? <NewDocumentButton /> : null}
      </div>
      <HomeLists now={now}>
        <DocumentList first={found} now={now} pageSize={PAGE_SIZE} />
      </HomeLists>
    </>
  )
}
