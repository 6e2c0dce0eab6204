'use client'
/** Of a document in the bin: who moved it there, and the way back for whoever may. */
import type { BinnedDocument } from '@dure/api'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { RetryButton } from '../trouble/retry-button.tsx'
import styles from './restore-binned.module.css'
import { usePageActions } from './use-page-actions.ts'

export function RestoreBinned({
  documentId,
  onRestored,
}: {
  readonly documentId: string
  /** Also when somebody else has brought it back. */
  readonly onRestored: () => void
}) {
  const { t, language } = useTranslator()
  const { restore } = usePageActions()
  const [binned, setBinned] = useState<BinnedDocument>()
  useEffect(() => {
    let gone = false
    browserApi()
      .then((api) => api.getBinned(documentId))
      .then(
        (found) => gone || setBinned(found),
        () => {
          // For guests, and while the API is away: the words above and another try are all there is.
        },
      )
    return () => {
      gone = true
    }
  }, [documentId])
  if (!binned) return <RetryButton onRetry={onRestored} />
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(new Date(binned.removedAt))
  const name = binned.by.trim() || t('presence.someone')
  return (
    <>
      <p className={styles.text}>
        {t('bin.page-text', { name, date })} {binned.mayRestore ? null : t('bin.page-ask')}
      </p>
      {binned.mayRestore ? (
        <Button kind="primary" onClick={() => void restore(binned).then((done) => done && onRestored())}>
          {t('bin.restore')}
        </Button>
      ) : (
        <RetryButton onRetry={onRestored} />
      )}
    </>
  )
}
