'use client'
/** Which documents this device keeps: they open without a network. Unsent edits are told, and sent when they can be. */
import type { LocalCopySummary } from '@dure/client'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './kept-documents.module.css'
import { KEPT_OWNER } from './kept-owner.ts'
import { KeptRow } from './kept-row.tsx'
import { RemoveKeptDialog } from './remove-kept-dialog.tsx'
import { sendKeptEdits } from './send-kept-edits.ts'
import { useKeptDocuments } from './use-kept-documents.ts'

/** Rows shown before "Show all": the list is a side matter of a page of documents. */
const FIRST_ROWS = 5

export function KeptDocuments({ owner = KEPT_OWNER }: { readonly owner?: string }) {
  const { t, counted } = useTranslator()
  const { kept, look } = useKeptDocuments(owner)
  const [showAll, setShowAll] = useState(false)
  const [removing, setRemoving] = useState<LocalCopySummary>()
  const unsent = kept?.some((copy) => copy.unsaved > 0 && !copy.setAside) ?? false
  useEffect(() => {
    if (!unsent) return
    const stop = new AbortController()
    // A device that does not let go of its list has nothing to send.
    sendKeptEdits(owner, stop.signal, () => void look()).catch(() => {})
    return () => stop.abort()
  }, [unsent, owner, look])

  if (!kept || kept.length === 0) return null
  // What is not safe yet comes first.
  const sorted = [...kept].sort((a, b) => Number(b.unsaved > 0) - Number(a.unsaved > 0))
  const shown = showAll ? sorted : sorted.slice(0, FIRST_ROWS)
  return (
    <section className={styles.section} aria-labelledby="kept-title">
      <h2 id="kept-title" className={styles.title}>
        {t('kept.title')}
      </h2>
      <p className={styles.text}>{t('kept.text')}</p>
      <ul className={styles.list}>
        {shown.map((copy) => (
          <KeptRow key={copy.copyId} copy={copy} onRemove={() => setRemoving(copy)} />
        ))}
      </ul>
      {shown.length === sorted.length ? null : (
        <div className={styles.more}>
          <Button onClick={() => setShowAll(true)}>{counted('kept.show-all', sorted.length)}</Button>
        </div>
      )}
      <RemoveKeptDialog copy={removing} onClose={() => setRemoving(undefined)} onRemoved={() => void look()} />
    </section>
  )
}
