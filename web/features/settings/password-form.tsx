'use client'
import { useState } from 'react'
import { useNotices } from '../../ui/notice.tsx'
import { AccountForm } from '../account/account-form.tsx'
import { PasswordField } from '../account/credential-fields.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'

export function PasswordForm({ email }: { readonly email: string }) {
  const { t } = useTranslator()
  const notify = useNotices()
  // A new key empties the fields.
  const [changes, setChanges] = useState(0)
  const submit = async (fields: Readonly<Record<string, string>>): Promise<void> => {
    const { currentPassword = '', newPassword = '' } = fields
    await (await browserApi()).changePassword({ currentPassword, newPassword })
    setChanges((count) => count + 1)
    notify({
      kind: 'done',
      title: t('settings.password-changed'),
      text: t('settings.password-changed-text'),
      subject: 'settings',
    })
  }
  return (
    <AccountForm
      key={changes}
      aside
      submit={submit}
      button={t('settings.change-password')}
      busyButton={t('account.busy')}
    >
      {/* A password manager wants to know whose it is. */}
      <input type="email" name="email" value={email} readOnly hidden autoComplete="username" />
      <PasswordField name="currentPassword" label={t('settings.current-password')} isNew={false} />
      <PasswordField name="newPassword" label={t('settings.new-password')} isNew />
    </AccountForm>
  )
}
