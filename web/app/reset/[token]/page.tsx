import type { Metadata } from 'next'
import { AccountPage } from '../../../features/account/account-page.tsx'
import { ResetForm } from '../../../features/account/reset-form.tsx'
import { askApi } from '../../../features/api/ask-api.ts'
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
  const offer = await askApi(
    'reset',
    (api) => api.getResetOffer(token),
    ({ kind }) => (kind === 'unknown-reset' ? 'unknown' : undefined),
  )
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
