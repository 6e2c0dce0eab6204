'use client'
/**
 * Edits that the server refused for good: why, their words to be copied out, another try, or to discard them. They block
 * nothing else; discarding opens the document anew, because what was refused is still to be seen in this one.
 */
import type { DocumentConnection, ParkedEdit } from '@dure/client'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './refused-edits.module.css'
import { reasonWords } from './save-words.ts'
import { Strip } from './strip.tsx'

export function RefusedEdits({
  parked,
  connection,
  onReopen,
}: {
  readonly parked: readonly ParkedEdit[]
  readonly connection: Pick<DocumentConnection, 'retryParked' | 'discardParked'>
  readonly onReopen: () => void
}) {
  const { t, counted } = useTranslator()
  const [discarding, setDiscarding] = useState(false)
  const text = parked.map((edit) => edit.text).join('')
  const reasons = [...new Set(parked.map((edit) => reasonWords(edit.reason, t)))].join('; ')
  const discard = (): void => {
    connection.discardParked()
    onReopen()
  }
  return (
    <Strip
      mood="trouble"
      title={counted('trouble-strip.refused', parked.length)}
      text={t('trouble-strip.refused-text', { reason: reasons })}
    >
      {text === '' ? null : <CopyRefused text={text} />}
      <Button onClick={() => connection.retryParked()}>{t('trouble-strip.retry')}</Button>
      <Button onClick={() => setDiscarding(true)}>{t('trouble-strip.dismiss')}</Button>
      <Dialog
        open={discarding}
        onOpenChange={setDiscarding}
        size="small"
        title={counted('refused.discard-title', parked.length)}
        closeLabel={t('notice.close')}
      >
        <p className={styles.text}>{t('refused.discard-text')}</p>
        {text === '' ? (
          <p className={styles.text}>{t('refused.no-words')}</p>
        ) : (
          <blockquote className={styles.words}>{text}</blockquote>
        )}
        <div className={styles.actions}>
          {text === '' ? null : <CopyRefused text={text} />}
          <Button kind="danger" onClick={discard}>
            {t('trouble-strip.dismiss')}
          </Button>
        </div>
      </Dialog>
    </Strip>
  )
}

function CopyRefused({ text }: { readonly text: string }) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // Without a secure context, or without leave, there is no clipboard.
      notify({ kind: 'trouble', title: t('refused.copy-failed'), text: t('refused.copy-failed-hint'), subject: 'copy' })
    }
  }
  return <Button onClick={() => void copy()}>{copied ? t('trouble-strip.copied') : t('trouble-strip.copy')}</Button>
}
