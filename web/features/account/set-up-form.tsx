'use client'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { AccountForm } from './account-form.tsx'
import { EmailField, NameField, PasswordField } from './credential-fields.tsx'

/** The first person makes the owner's account, and lands in a document. */
export function SetUpForm() {
  const { t, language } = useTranslator()
  const submit = async ({ name = '', email = '', password = '' }: Readonly<Record<string, string>>): Promise<void> => {
    const { documentId } = await (await browserApi()).setUp({ name, email, password, language })
    // A new page: nothing that was rendered for a stranger may linger.
    location.assign(`/d/${documentId}`)
  }
  return (
    <AccountForm submit={submit} button={t('account.set-up.button')} busyButton={t('account.busy')}>
      <NameField />
      <EmailField />
      <PasswordField isNew />
    </AccountForm>
  )
}
