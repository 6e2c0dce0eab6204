import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountPage } from '../../features/account/account-page.tsx'
import { findSession } from '../../features/account/session-source.ts'
import { SetUpForm } from '../../features/account/set-up-form.tsx'
import { requestTranslator } from '../../features/language/request-language.ts'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('account.set-up.title') }
}

export default async function Page() {
  const [session, theme, { t }] = await Promise.all([findSession(), requestTheme(), requestTranslator()])
  if (session === 'unreachable') return <UnreachablePage t={t} />
  if (session.setUp) redirect('/')
  return (
    <AccountPage title={t('account.set-up.title')} text={t('account.set-up.text')} theme={theme} t={t}>
      <SetUpForm />
    </AccountPage>
  )
}
