import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { signInPath } from '../../../features/account/next-path.ts'
import { findSession } from '../../../features/account/session-source.ts'
import { requestTranslator } from '../../../features/language/request-language.ts'
import { BinPage } from '../../../features/pages/bin-page.tsx'
import { requestTheme } from '../../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../../features/trouble/unreachable-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('bin.title') }
}

export default async function Page() {
  await connection()
  const [session, theme, { t }] = await Promise.all([findSession(), requestTheme(), requestTranslator()])
  if (session === 'unreachable') return <UnreachablePage t={t} />
  const { person } = session
  if (!person) redirect(signInPath('/bin'))
  return <BinPage person={person} theme={theme} t={t} now={new Date().toISOString()} />
}
