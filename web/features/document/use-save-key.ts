'use client'
import { useEffect } from 'react'
import { useNotices } from '../../ui/notice.tsx'
import { useTranslator } from '../language/language-provider.tsx'

/** People press ⌘S or Ctrl+S out of habit and care: the answer is the truth about saving. */
export function useSaveKey(saved: boolean): void {
  const { t } = useTranslator()
  const notify = useNotices()
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 's' || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return
      event.preventDefault()
      notify(
        saved
          ? { kind: 'done', title: t('save.automatic'), text: t('save.automatic-hint'), subject: 'save' }
          : {
              kind: 'done',
              title: t('save.automatic-pending'),
              text: t('save.automatic-pending-hint'),
              subject: 'save',
            },
      )
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [saved, t, notify])
}
