'use client'
import type { Person } from '@dure/api'
/**
 * Any page, without the server: the service worker answers with this when a page cannot be had. It looks at the address
 * to know which page was wanted, and shows as much of it as this device keeps.
 */
import { parseDocumentId } from '@dure/protocol'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { keptOwnerOf, rememberedPerson } from '../account/remembered-person.ts'
import { DocumentPage } from '../document/document-page.tsx'
import { useKeptDocuments } from '../kept/use-kept-documents.ts'
import { useTranslator } from '../language/language-provider.tsx'
import type { Theme } from '../theme/theme.ts'
import { UnreachablePage } from '../trouble/unreachable-page.tsx'
import { OfflineHome } from './offline-home.tsx'
import styles from './offline-shell.module.css'

/** What somebody may do is the server's to say, when it is back. */
const UNTIL_THE_SERVER_SAYS = { role: 'editor', reach: 'restricted' } as const

export function OfflineShell({ theme }: { readonly theme: Theme }) {
  const { t } = useTranslator()
  // The server draws it without knowing for which page; so the first render must not know either.
  const [path, setPath] = useState<string>()
  const [person, setPerson] = useState<Person | null>(null)
  useEffect(() => {
    setPerson(rememberedPerson())
    setPath(location.pathname)
  }, [])
  const { kept } = useKeptDocuments(keptOwnerOf(person))

  if (path === undefined || kept === undefined) {
    return (
      <TopBar actions={null}>
        <Link href="/" prefetch={false} className={styles.home} aria-label={t('document.home')}>
          <Mark />
        </Link>
      </TopBar>
    )
  }
  const documentId = path.startsWith('/d/') ? parseDocumentId(path.slice('/d/'.length)) : undefined
  if (documentId) {
    const title = kept.find((copy) => copy.documentId === documentId && !copy.setAside)?.title ?? ''
    return <DocumentPage {...{ documentId, title, person, theme, preview: null, ...UNTIL_THE_SERVER_SAYS }} />
  }
  return path === '/' ? <OfflineHome theme={theme} owner={keptOwnerOf(person)} /> : <UnreachablePage t={t} />
}
