'use client'
/** One kept document: its title, when it last changed here, what of it is not sent yet, and the way to remove it. */
import type { LocalCopySummary } from '@dure/client'
import { HardDriveDownload, Trash2 } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { RelativeTime } from '../language/relative-time.tsx'
import styles from './kept-documents.module.css'

export function KeptRow({ copy, onRemove }: { readonly copy: LocalCopySummary; readonly onRemove: () => void }) {
  const { t, counted } = useTranslator()
  const title = copy.title.trim() || t('home.untitled')
  const at = new Date(copy.changedAtMs).toISOString()
  const words = (
    <>
      <span className={styles.icon}>
        <HardDriveDownload aria-hidden="true" />
      </span>
      <span className={styles.name} data-untitled={copy.title.trim() === ''}>
        {title}
      </span>
      <span className={styles.facts}>
        {copy.setAside ? <span>{t('kept.set-aside')}</span> : null}
        {copy.unsaved > 0 ? <strong className={styles.unsent}>{counted('kept.unsent', copy.unsaved)}</strong> : null}
        <RelativeTime at={at} now={at} sentence="kept.changed" />
      </span>
    </>
  )
  return (
    <li className={styles.item}>
      {copy.setAside ? (
        <div className={styles.row}>{words}</div>
      ) : (
        // An ordinary link: without a network, the browser asks the service worker for the page.
        <a href={`/d/${copy.documentId}`} className={styles.row}>
          {words}
        </a>
      )}
      <IconButton className={styles.remove} label={t('kept.remove', { title })} icon={<Trash2 />} onClick={onRemove} />
    </li>
  )
}
