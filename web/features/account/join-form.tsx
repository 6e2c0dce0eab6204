'use client'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { AccountForm } from './account-form.tsx'
import { EmailField, NameField, PasswordField } from './credential-fields.tsx'

/** @param email Whom the invitation is for; null when it is for whoever has it. */
export function JoinForm({ token, email }: { readonly token: string; readonly email: string | null }) {
  const { t } = useTranslator()
  const submit = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    const { name = '', email: typed = '', password = '' } = fields
    const { documentId } = await (await browserApi()).acceptInvitation(token, { name, email: typed, password })
    location.assign(documentId === null ? '/' : `/d/${documentId}`)
  }
  return (
    <AccountForm submit={submit} button={t('account.join.button')} busyButton={t('account.busy')}>
      <NameField />
      <EmailField {...(email === null ? {} : { value: email, fixed: true })} />
      <PasswordField isNew />
    </AccountForm>
  )
}
