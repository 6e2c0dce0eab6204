import type { Metadata } from 'next'
import { connection } from 'next/server'
import { requestTranslator } from '../../features/language/request-language.ts'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  await connection()
  const { t } = await requestTranslator()
  return { title: t('trouble.unreachable.title') }
}

/** Shown with status 503 in the place of pages that need the API: see proxy.ts. */
export default async function Page() {
  await connection()
  const { t } = await requestTranslator()
  return <UnreachablePage t={t} />
}
