'use client'
import { LinkButton } from '../../ui/link-button.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'
import { AccountForm } from './account-form.tsx'
import { EmailField, NameField, PasswordField } from './credential-fields.tsx'
import { signInPath } from './next-path.ts'

/** @param email Whom the invitation is for; null when it is for whoever has it. */
export function JoinForm({ token, email }: { readonly token: string; readonly email: string | null }) {
  const { t } = useTranslator()
  const submit = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    const { name = '', email: typed = '', password = '' } = fields
    const { documentId } = await (await browserApi()).acceptInvitation(token, { name, email: typed, password })
    location.assign(documentId === null ? '/' : `/d/${documentId}`)
  }
  return (
    <>
      <AccountForm submit={submit} button={t('account.join.button')} busyButton={t('account.busy')}>
        <NameField />
        <EmailField {...(email === null ? {} : { value: email, fixed: true })} />
        <PasswordField isNew />
      </AccountForm>
      <LinkButton href={signInPath(`/join/${token}`)} kind="quiet">
        {t('account.join.has-account')}
      </LinkButton>
    </>
  )
}

/** For somebody who is signed in and in no workspace any longer: they come back as who they are. */
export function JoinAgain({ token, name }: { readonly token: string; readonly name: string }) {
  const { t } = useTranslator()
  const submit = async (): Promise<void> => {
    const { documentId } = await (await browserApi()).acceptInvitation(token, {})
    location.assign(documentId === null ? '/' : `/d/${documentId}`)
  }
  return (
    <AccountForm submit={submit} button={t('account.join.button-as', { name })} busyButton={t('account.busy')}>
      {null}
    </AccountForm>
  )
}
