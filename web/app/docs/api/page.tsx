import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { ApiDocsPage } from '../../../features/api-docs/api-docs-page.tsx'
import { requestTranslator } from '../../../features/language/request-language.ts'
import { requestTheme } from '../../../features/theme/request-theme.ts'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('api.title') }
}

export default async function Page() {
  const [head, theme, { t }] = await Promise.all([headers(), requestTheme(), requestTranslator()])
  const host = head.get('x-forwarded-host') ?? head.get('host') ?? 'dure.example'
  const scheme = head.get('x-forwarded-proto') === 'https' ? 'https' : 'http'
  return <ApiDocsPage theme={theme} t={t} origin={`${scheme}://${host}`} />
}
