'use client'
/** Signs in with a passkey; not there where browsers have none. */
import { Fingerprint } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './account-form.module.css'
import { passkeysWork, signInWithPasskey } from './passkeys.ts'
import { problemWords } from './problem-words.ts'

/** @param next Where to go then: a path of ours. */
export function PasskeyButton({ next }: { readonly next: string }) {
  const { t } = useTranslator()
  const [works, setWorks] = useState(false)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  useEffect(() => setWorks(passkeysWork()), [])
  const signIn = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setTrouble(undefined)
    try {
      await signInWithPasskey()
      location.assign(next)
    } catch (error) {
      setTrouble(problemWords(problemKind(error), t))
      setBusy(false)
    }
  }
  if (!works) return null
  return (
    <>
      <Button icon={<Fingerprint />} onClick={() => void signIn()} aria-busy={busy}>
        {t('access.passkey.use')}
      </Button>
      <div role="alert" className={styles.trouble}>
        {trouble}
      </div>
    </>
  )
}
