import type { Metadata } from 'next'
import { AccountPage } from '../../../features/account/account-page.tsx'
import { JoinAgain, JoinForm } from '../../../features/account/join-form.tsx'
import { findSession } from '../../../features/account/session-source.ts'
import { askApi } from '../../../features/api/ask-api.ts'
import { requestTranslator } from '../../../features/language/request-language.ts'
import { requestTheme } from '../../../features/theme/request-theme.ts'
import { TroublePage } from '../../../features/trouble/trouble-page.tsx'
import { UnreachablePage } from '../../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../../ui/link-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('account.join.title') }
}

export default async function Page({ params }: PageProps<'/join/[token]'>) {
  const [{ token }, theme, { t }] = await Promise.all([params, requestTheme(), requestTranslator()])
  const offer = await askApi(
    'join',
    (api) => api.getInvitationOffer(token),
    ({ kind }) => (kind === 'unknown-invitation' ? 'unknown' : undefined),
  )
  if (offer === 'unreachable') return <UnreachablePage t={t} />
  if (offer === 'unknown') {
    return (
      <TroublePage mood="lost" title={t('account.join.gone-title')} text={t('account.join.gone-text')} t={t}>
        <LinkButton href="/sign-in" kind="primary">
          {t('account.sign-in')}
        </LinkButton>
      </TroublePage>
    )
  }
  const session = await findSession()
  if (session === 'unreachable') return <UnreachablePage t={t} />
  const { person, workspace } = session
  const comesBack = person !== null && workspace === null && (offer.email === null || offer.email === person.email)
  const inviter = { name: offer.invitedBy || t('presence.someone') }
  return (
    <AccountPage
      title={t('account.join.title')}
      text={comesBack ? t('account.join.text-as', inviter) : t('account.join.text', inviter)}
      theme={theme}
      t={t}
    >
      {comesBack ? <JoinAgain token={token} name={person.name} /> : <JoinForm token={token} email={offer.email} />}
    </AccountPage>
  )
}
