import type { Metadata } from 'next'
import { connection } from 'next/server'
import { AccountPage } from '../../features/account/account-page.tsx'
import { ForgotForm } from '../../features/account/forgot-form.tsx'
import { findSignInMethods } from '../../features/account/session-source.ts'
import { requestTranslator } from '../../features/language/request-language.ts'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../ui/link-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('access.forgot.title') }
}

export default async function Page() {
  await connection()
  const [methods, theme, { t }] = await Promise.all([findSignInMethods(), requestTheme(), requestTranslator()])
  if (methods === 'unreachable') return <UnreachablePage t={t} />
  const text = methods.mail ? t('access.forgot.text') : t('access.forgot.no-mail')
  return (
    <AccountPage title={t('access.forgot.title')} text={text} theme={theme} t={t}>
      {methods.mail ? <ForgotForm /> : null}
      <LinkButton href="/sign-in" kind="quiet">
        {t('access.back')}
      </LinkButton>
    </AccountPage>
  )
}
