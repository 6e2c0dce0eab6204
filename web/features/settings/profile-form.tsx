'use client'
import type { Person } from '@dure/api'
import { useRouter } from 'next/navigation'
import { useNotices } from '../../ui/notice.tsx'
import { AccountForm } from '../account/account-form.tsx'
import { EmailField, NameField } from '../account/credential-fields.tsx'
import { browserApi } from '../api/browser-api.ts'
import { useTranslator } from '../language/language-provider.tsx'

export function ProfileForm({ person }: { readonly person: Person }) {
  const { t } = useTranslator()
  const notify = useNotices()
  const router = useRouter()
  const submit = async ({ name = '' }: Readonly<Record<string, string>>): Promise<void> => {
    await (await browserApi()).changeAccount({ name })
    notify({ kind: 'done', title: t('settings.saved'), subject: 'settings' })
    router.refresh()
  }
  return (
    <AccountForm aside submit={submit} button={t('settings.save')} busyButton={t('account.busy')}>
      <NameField value={person.name} />
      <EmailField value={person.email} fixed />
    </AccountForm>
  )
}
