'use client'
/** A form that asks the API for one thing, and says what was wrong beside its button. */
import { TriangleAlert } from 'lucide-react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './account-form.module.css'
import { problemWords } from './problem-words.ts'

export function AccountForm({
  submit,
  button,
  busyButton,
  aside = false,
  children,
}: {
  /** Given the fields by name. What it rejects with is shown. */
  readonly submit: (fields: Readonly<Record<string, string>>) => Promise<void>
  readonly button: string
  readonly busyButton: string
  /** One of several on its page: its button is not what the page is about. */
  readonly aside?: boolean
  readonly children: ReactNode
}) {
  const { t } = useTranslator()
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string>()

  const onSubmit = async (form: HTMLFormElement): Promise<void> => {
    if (busy) return
    setBusy(true)
    setTrouble(undefined)
    try {
      const entries = [...new FormData(form)].flatMap(([name, value]) =>
        typeof value === 'string' ? [[name, value] as const] : [],
      )
      await submit(Object.fromEntries(entries))
    } catch (error) {
      setTrouble(problemWords(problemKind(error), t))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault()
        void onSubmit(event.currentTarget)
      }}
    >
      {children}
      <div role="alert" className={styles.trouble}>
        {trouble === undefined ? null : (
          <>
            <TriangleAlert aria-hidden="true" />
            <span>{trouble}</span>
          </>
        )}
      </div>
      <Button
        type="submit"
        kind={aside ? 'secondary' : 'primary'}
        className={aside ? styles.aside : undefined}
        aria-busy={busy}
      >
        {busy ? busyButton : button}
      </Button>
    </form>
  )
}
