import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { signInPath } from '../../features/account/next-path.ts'
import { findSession, findSignInMethods } from '../../features/account/session-source.ts'
import { requestTranslator } from '../../features/language/request-language.ts'
import { MembersPage } from '../../features/members/members-page.tsx'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { TroublePage } from '../../features/trouble/trouble-page.tsx'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../ui/link-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('members.title') }
}

export default async function Page() {
  await connection()
  const [session, theme, { t }] = await Promise.all([findSession(), requestTheme(), requestTranslator()])
  if (session === 'unreachable') return <UnreachablePage t={t} />
  const { person, workspace } = session
  if (!person) redirect(signInPath('/members'))
  if (!workspace || workspace.role === 'guest') {
    return (
      <TroublePage mood="sorry" title={t('members.guest-title')} text={t('members.guest-text')} t={t}>
        <LinkButton href="/" kind="primary">
          {t('trouble.not-found.home')}
        </LinkButton>
      </TroublePage>
    )
  }
  const manages = workspace.role === 'owner' || workspace.role === 'admin'
  const methods = manages ? await findSignInMethods() : 'unreachable'
  return (
    <MembersPage
      person={person}
      manages={manages}
      owns={workspace.role === 'owner'}
      mails={methods !== 'unreachable' && methods.mail}
      theme={theme}
      t={t}
    />
  )
}
