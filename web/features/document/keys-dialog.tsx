'use client'
/** The list of keys, on ⌘/ or Ctrl+/ and from a button. */
import { Keyboard } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { lazily } from '../../ui/lazily.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './keys-dialog.module.css'

const KeysList = lazily(async () => (await import('./keys-list.tsx')).KeysList)

export function KeysDialog() {
  const { t } = useTranslator()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== '/' || !(event.metaKey || event.ctrlKey) || event.altKey) return
      event.preventDefault()
      setOpen((before) => !before)
    }
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])

  return (
    <>
      <IconButton className={styles.button} label={t('keys.title')} icon={<Keyboard />} onClick={() => setOpen(true)} />
      <Dialog open={open} onOpenChange={setOpen} title={t('keys.title')} closeLabel={t('notice.close')}>
        <KeysList />
      </Dialog>
    </>
  )
}
