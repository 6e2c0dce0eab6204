'use client'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { AccountForm } from './account-form.tsx'
import { EmailField, PasswordField } from './credential-fields.tsx'
import { rememberPerson } from './remembered-person.ts'

/** @param email Whose password it is: password managers want to know. */
export function ResetForm({ token, email }: { readonly token: string; readonly email: string }) {
  const { t, language } = useTranslator()
  const submit = async ({ password = '' }: Readonly<Record<string, string>>): Promise<void> => {
    await (await browserApi()).completeReset(token, { password, language })
    rememberPerson(null)
    location.assign('/sign-in?done=reset')
  }
  return (
    <AccountForm submit={submit} button={t('access.reset.button')} busyButton={t('account.busy')}>
      <EmailField value={email} fixed />
      <PasswordField label={t('settings.new-password')} isNew />
    </AccountForm>
  )
}
