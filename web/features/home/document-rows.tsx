'use client'
/** Documents, one a row. */
import type { Document } from '@dure/api'
import { FileText } from 'lucide-react'
import Link from 'next/link'
import { useTranslator } from '../language/language-provider.tsx'
import { RelativeTime } from '../language/relative-time.tsx'
import styles from './document-list.module.css'

export function DocumentRows({ documents, now }: { readonly documents: readonly Document[]; readonly now: string }) {
  const { t } = useTranslator()
  return (
    <ul className={styles.list}>
      {documents.map((document) => (
        <li key={document.id}>
          <Link href={`/d/${document.id}`} className={styles.row}>
            <span className={styles.icon} aria-hidden="true">
              {document.icon ?? <FileText />}
            </span>
            <span className={styles.title} data-untitled={document.title.trim() === ''}>
              {document.title.trim() || t('home.untitled')}
            </span>
            <span className={styles.when}>
              <RelativeTime at={document.updatedAt} now={now} sentence="home.edited" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
