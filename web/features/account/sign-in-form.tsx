'use client'
import { useState } from 'react'
import { TextField } from '../../ui/text-field.tsx'
import { browserApi } from '../api/browser-api.ts'
import { problemKind } from '../api/problem-kind.ts'
import { useTranslator } from '../language/language-provider.tsx'
import styles from './account-form.module.css'
import { AccountForm } from './account-form.tsx'
import { EmailField, PasswordField } from './credential-fields.tsx'

/** E-mail and password, then a code where the account asks for one. @param next Where to go then: a path of ours. */
export function SignInForm({ next }: { readonly next: string }) {
  const { t } = useTranslator()
  const [needsCode, setNeedsCode] = useState(false)
  const submit = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    const { email = '', password = '', code } = fields
    try {
      await (await browserApi()).signIn({ email, password, ...(code === undefined ? {} : { code }) })
      location.assign(next)
    } catch (error) {
      if (problemKind(error) !== 'second-factor-required') throw error
      setNeedsCode(true)
    }
  }
  return (
    <AccountForm submit={submit} button={t('account.sign-in')} busyButton={t('account.busy')}>
      {/* Kept in the form while the code is asked for: they go along with it. */}
      <div hidden={needsCode} className={styles.part}>
        <EmailField />
        <PasswordField isNew={false} />
      </div>
      {needsCode ? <CodeField description={t('access.code.hint')} /> : null}
    </AccountForm>
  )
}

/** Six digits of an app; at sign-in a recovery code as well, so letters are let through. */
export function CodeField({ description }: { readonly description: string }) {
  const { t } = useTranslator()
  return (
    <TextField
      name="code"
      label={t('access.code')}
      description={description}
      required
      minLength={6}
      maxLength={24}
      autoComplete="one-time-code"
      autoFocus
    />
  )
}
