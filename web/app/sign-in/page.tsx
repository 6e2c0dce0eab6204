import { LogIn } from 'lucide-react'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import styles from '../../features/account/account-page.module.css'
import { AccountPage } from '../../features/account/account-page.tsx'
import { nextPath } from '../../features/account/next-path.ts'
import { PasskeyButton } from '../../features/account/passkey-button.tsx'
import { providerTrouble } from '../../features/account/provider-trouble.ts'
import { findSession, findSignInMethods } from '../../features/account/session-source.ts'
import { SignInForm } from '../../features/account/sign-in-form.tsx'
import { KeptDocuments } from '../../features/kept/kept-documents.tsx'
import { requestTranslator } from '../../features/language/request-language.ts'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../ui/link-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('account.sign-in') }
}

export default async function Page({ searchParams }: PageProps<'/sign-in'>) {
  const [{ next: raw, done, trouble }, session, methods, theme, { t }] = await Promise.all([
    searchParams,
    findSession(),
    findSignInMethods(),
    requestTheme(),
    requestTranslator(),
  ])
  const next = nextPath(raw)
  if (session === 'unreachable' || methods === 'unreachable') return <UnreachablePage t={t} />
  if (!session.setUp) redirect('/setup')
  // Somebody who may not open a document is sent here to be somebody else: then the form is what they need.
  if (session.person && next === '/') redirect('/')
  const text = next === '/' ? t('account.sign-in.text') : t('account.sign-in.text-next')
  return (
    <AccountPage title={t('account.sign-in')} text={text} theme={theme} t={t}>
      {done === 'reset' ? (
        <p role="status" className={styles.notice}>
          {t('access.reset.done')}
        </p>
      ) : null}
      {trouble === undefined ? null : (
        <p role="alert" className={styles.warning}>
          {providerTrouble(trouble, t)}
        </p>
      )}
      <SignInForm next={next} />
      <div className={styles.ways}>
        <PasskeyButton next={next} />
        {methods.provider ? (
          <LinkButton href={`/api/session/oidc?next=${encodeURIComponent(next)}`} icon={<LogIn />} leaves>
            {t('access.provider.continue', { name: methods.provider.name })}
          </LinkButton>
        ) : null}
        <LinkButton href="/reset" kind="quiet">
          {t('access.forgot.link')}
        </LinkButton>
      </div>
      <KeptDocuments />
    </AccountPage>
  )
}
