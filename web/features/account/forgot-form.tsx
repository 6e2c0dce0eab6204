'use client'
/** Asks for a link by e-mail. What it says then is the same whether there is such an account or not. */
import { useState } from 'react'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { AccountForm } from './account-form.tsx'
import styles from './account-page.module.css'
import { EmailField } from './credential-fields.tsx'

export function ForgotForm() {
  const { t, language } = useTranslator()
  const [sentTo, setSentTo] = useState<string>()
  const submit = async ({ email = '' }: Readonly<Record<string, string>>): Promise<void> => {
    await (await browserApi()).requestReset({ email, language })
    setSentTo(email)
  }
  return (
    <>
      <div role="status">
        {sentTo === undefined ? null : <p className={styles.notice}>{t('access.forgot.sent', { email: sentTo })}</p>}
      </div>
      {sentTo === undefined ? (
        <AccountForm submit={submit} button={t('access.forgot.button')} busyButton={t('account.busy')}>
          <EmailField />
        </AccountForm>
      ) : null}
    </>
  )
}
