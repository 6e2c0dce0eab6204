'use client'
/** Puts a link on the clipboard, and says so in its own words. */
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslator()
  const notify = useNotices()
  const [copied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
    } catch {
      // Without a secure context, or without leave, there is no clipboard.
      notify({
        kind: 'trouble',
        title: t('document.copy-failed'),
        text: t('share.copy-failed-hint'),
        subject: 'copy',
      })
    }
  }
  return (
    <Button onClick={() => void copy()} onBlur={() => setCopied(false)}>
      {copied ? t('document.link-copied') : label}
    </Button>
  )
}
