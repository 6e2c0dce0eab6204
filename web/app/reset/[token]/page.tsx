import { ApiError, type ResetOffer } from '@dure/api'
import type { Metadata } from 'next'
import { AccountPage } from '../../../features/account/account-page.tsx'
import { ResetForm } from '../../../features/account/reset-form.tsx'
import { serverApi } from '../../../features/api/server-api.ts'
import { requestTranslator } from '../../../features/language/request-language.ts'
import { requestTheme } from '../../../features/theme/request-theme.ts'
import { TroublePage } from '../../../features/trouble/trouble-page.tsx'
import { UnreachablePage } from '../../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../../ui/link-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('access.reset.title') }
}

export default async function Page({ params }: PageProps<'/reset/[token]'>) {
  const [{ token }, theme, { t }] = await Promise.all([params, requestTheme(), requestTranslator()])
  const offer = await offerOf(token)
  if (offer === 'unreachable') return <UnreachablePage t={t} />
  if (offer === 'unknown') {
    return (
      <TroublePage mood="lost" title={t('access.reset.gone-title')} text={t('access.reset.gone-text')} t={t}>
        <LinkButton href="/reset" kind="primary">
          {t('access.forgot.title')}
        </LinkButton>
      </TroublePage>
    )
  }
  return (
    <AccountPage title={t('access.reset.title')} text={t('access.reset.text')} theme={theme} t={t}>
      <ResetForm token={token} email={offer.email} />
    </AccountPage>
  )
}

async function offerOf(token: string): Promise<ResetOffer | 'unknown' | 'unreachable'> {
  try {
    return await (await serverApi()).getResetOffer(token)
  } catch (error) {
    if (error instanceof ApiError && error.kind === 'unknown-reset') return 'unknown'
    console.error('reset: the API did not answer', error)
    return 'unreachable'
  }
}
