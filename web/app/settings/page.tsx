import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { signInPath } from '../../features/account/next-path.ts'
import { providerTrouble } from '../../features/account/provider-trouble.ts'
import { findSecurity, findSession } from '../../features/account/session-source.ts'
import { requestTranslator } from '../../features/language/request-language.ts'
import { SettingsPage } from '../../features/settings/settings-page.tsx'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('account.settings') }
}

export default async function Page({ searchParams }: PageProps<'/settings'>) {
  await connection()
  const [{ trouble }, session, theme, { t }] = await Promise.all([
    searchParams,
    findSession(),
    requestTheme(),
    requestTranslator(),
  ])
  if (session === 'unreachable') return <UnreachablePage t={t} />
  const { person } = session
  if (!person) redirect(signInPath('/settings'))
  const security = await findSecurity()
  if (security === 'unreachable') return <UnreachablePage t={t} />
  const words = trouble === undefined ? undefined : providerTrouble(trouble, t)
  const now = new Date().toISOString()
  return <SettingsPage person={person} theme={theme} t={t} now={now} security={security} trouble={words} />
}
