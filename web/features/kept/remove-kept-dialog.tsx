'use client'
/** Removing a copy from this device: says what that means, and what would be lost with it. */
import { deleteLocalCopy, type LocalCopySummary } from '@dure/client'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import { keptText } from './kept-text.ts'
import styles from './remove-kept-dialog.module.css'

export function RemoveKeptDialog({
  copy,
  onClose,
  onRemoved,
}: {
  /** Undefined: closed. */
  readonly copy: LocalCopySummary | undefined
  readonly onClose: () => void
  readonly onRemoved: () => void
}) {
  const { t, counted } = useTranslator()
  const notify = useNotices()
  // The words stay while the dialog goes.
  const [last, setLast] = useState(copy)
  useEffect(() => {
    if (copy) setLast(copy)
  }, [copy])
  const shown = copy ?? last
  if (!shown) return null
  const title = shown.title.trim() || t('home.untitled')

  const remove = async (): Promise<void> => {
    try {
      await deleteLocalCopy(shown.copyId)
      notify({ kind: 'done', title: t('kept.removed'), subject: 'kept' })
      onRemoved()
    } catch {
      notify({ kind: 'trouble', title: t('kept.remove-failed'), text: t('kept.remove-failed-hint'), subject: 'kept' })
    }
    onClose()
  }
  const copyText = async (): Promise<void> => {
    try {
      const text = await keptText(shown.copyId)
      await navigator.clipboard.writeText([shown.title, text].filter((part) => part.trim() !== '').join('\n\n'))
      notify({ kind: 'done', title: t('kept.text-copied'), subject: 'kept' })
    } catch {
      notify({ kind: 'trouble', title: t('kept.copy-failed'), text: t('kept.copy-failed-hint'), subject: 'kept' })
    }
  }

  return (
    <Dialog
      open={copy !== undefined}
      onOpenChange={(open) => (open ? undefined : onClose())}
      size="small"
      title={t('kept.remove-title')}
      closeLabel={t('notice.close')}
    >
      <p className={styles.text}>{t('kept.remove-text', { title })}</p>
      {shown.unsaved > 0 ? (
        <p className={styles.warning} role="alert">
          {counted('kept.remove-warning', shown.unsaved)}
        </p>
      ) : null}
      <div className={styles.actions}>
        {shown.unsaved > 0 || shown.setAside ? (
          <Button onClick={() => void copyText()}>{t('kept.copy-text')}</Button>
        ) : null}
        <Button onClick={onClose}>{t('kept.keep')}</Button>
        <Button kind="danger" onClick={() => void remove()}>
          {shown.unsaved > 0 ? t('kept.remove-anyway') : t('kept.remove-yes')}
        </Button>
      </div>
    </Dialog>
  )
}
