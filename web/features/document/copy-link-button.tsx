'use client'
import { Link2 } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './copy-link-button.module.css'

/** Puts the document's address on the clipboard. */
export function CopyLinkButton() {
  const { t } = useTranslator()
  const notify = useNotices()
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname)
      notify({ kind: 'done', title: t('document.link-copied'), text: t('document.link-copied-hint'), subject: 'copy' })
    } catch {
      // Without a secure context, or without leave, there is no clipboard.
      notify({
        kind: 'trouble',
        title: t('document.copy-failed'),
        text: t('document.copy-failed-hint'),
        subject: 'copy',
      })
    }
  }
  return (
    <Button
      kind="primary"
      className={styles.button}
      icon={<Link2 />}
      aria-label={t('document.copy-link')}
      onClick={() => void copy()}
    >
      {t('document.copy-link')}
    </Button>
  )
}
