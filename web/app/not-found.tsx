import { requestTranslator } from '../features/language/request-language.ts'
import { TroublePage } from '../features/trouble/trouble-page.tsx'
import { LinkButton } from '../ui/link-button.tsx'

export async function generateMetadata() {
  const { t } = await requestTranslator()
  return { title: t('trouble.not-found.title') }
}

export default async function NotFound() {
  const { t } = await requestTranslator()
  return (
    <TroublePage mood="lost" title={t('trouble.not-found.title')} text={t('trouble.not-found.text')} t={t}>
      <LinkButton href="/" kind="primary">
        {t('trouble.not-found.home')}
      </LinkButton>
    </TroublePage>
  )
}
