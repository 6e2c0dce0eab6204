import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { findSession } from '../../features/account/session-source.ts'
import { findDocuments } from '../../features/home/documents-source.ts'
import { HomePage } from '../../features/home/home-page.tsx'
import { requestTranslator } from '../../features/language/request-language.ts'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'

export default async function Page() {
  await connection()
  const [session, theme, translator] = await Promise.all([findSession(), requestTheme(), requestTranslator()])
  if (session === 'unreachable') return <UnreachablePage t={translator.t} />
  const { setUp, person, workspace } = session
  if (!setUp) redirect('/setup')
  if (!person) redirect('/sign-in')
  const mayCreate = workspace !== null && workspace.role !== 'guest'
  return (
    <HomePage
      found={await findDocuments()}
      person={person}
      mayCreate={mayCreate}
      theme={theme}
      translator={translator}
    />
  )
}
