'use client'
/** Shares with one more person, by e-mail. */
import type { GivenRole } from '@dure/api'
import { type FormEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './add-person.module.css'
import { offeredRoles, parseGivenRole, roleWords } from './role-words.ts'

/** @param onAdd Answers whether it was done. */
export function AddPerson({ onAdd }: { readonly onAdd: (email: string, role: GivenRole) => Promise<boolean> }) {
  const { t } = useTranslator()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<GivenRole>('editor')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    if (await onAdd(email, role)) setEmail('')
    setBusy(false)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <TextField
        name="email"
        type="email"
        label={t('share.add-label')}
        placeholder={t('share.add-placeholder')}
        hideLabel
        required
        autoComplete="off"
        value={email}
        onValueChange={setEmail}
      />
      <Select
        label={t('share.role-label')}
        value={role}
        options={offeredRoles(role).map((each) => ({ value: each, label: t(roleWords(each)) }))}
        onChoose={(raw) => setRole((before) => parseGivenRole(raw) ?? before)}
      />
      <Button type="submit" kind="primary" aria-busy={busy}>
        {t('share.add')}
      </Button>
    </form>
  )
}
