'use client'
/**
 * Any page, without the server: the service worker answers with this when a page cannot be had. It looks at the address
 * to know which page was wanted, and shows as much of it as this device keeps.
 */
import { parseDocumentId } from '@dure/protocol'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Mark } from '../../ui/mark.tsx'
import { TopBar } from '../../ui/top-bar.tsx'
import { DocumentPage } from '../document/document-page.tsx'
import { useKeptDocuments } from '../kept/use-kept-documents.ts'
import { useTranslator } from '../language/language-provider.tsx'
import type { Theme } from '../theme/theme.ts'
import { UnreachablePage } from '../trouble/unreachable-page.tsx'
import { OfflineHome } from './offline-home.tsx'
import styles from './offline-shell.module.css'

export function OfflineShell({ theme }: { readonly theme: Theme }) {
  const { t } = useTranslator()
  // The server draws it without knowing for which page; so the first render must not know either.
  const [path, setPath] = useState<string>()
  useEffect(() => setPath(location.pathname), [])
  const { kept } = useKeptDocuments()

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
    return <DocumentPage documentId={documentId} title={title} theme={theme} />
  }
  return path === '/' ? <OfflineHome theme={theme} /> : <UnreachablePage t={t} />
}
