'use client'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { AccountForm } from './account-form.tsx'
import { EmailField, PasswordField } from './credential-fields.tsx'

/** @param next Where to go then: a path of ours. */
export function SignInForm({ next }: { readonly next: string }) {
  const { t } = useTranslator()
  const submit = async ({ email = '', password = '' }: Readonly<Record<string, string>>): Promise<void> => {
    await (await browserApi()).signIn({ email, password })
    location.assign(next)
  }
  return (
    <AccountForm submit={submit} button={t('account.sign-in')} busyButton={t('account.busy')}>
      <EmailField />
      <PasswordField isNew={false} />
    </AccountForm>
  )
}
