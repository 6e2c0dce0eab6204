import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { signInPath } from '../../features/account/next-path.ts'
import { findSession } from '../../features/account/session-source.ts'
import { askApi } from '../../features/api/ask-api.ts'
import { parseAuditKind } from '../../features/audit/audit-kinds.ts'
import { AuditPage } from '../../features/audit/audit-page.tsx'
import { requestTranslator } from '../../features/language/request-language.ts'
import { requestTheme } from '../../features/theme/request-theme.ts'
import { TroublePage } from '../../features/trouble/trouble-page.tsx'
import { UnreachablePage } from '../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../ui/link-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestTranslator()
  return { title: t('audit.title') }
}

export default async function Page({ searchParams }: PageProps<'/audit'>) {
  await connection()
  const [query, session, theme, { t }] = await Promise.all([
    searchParams,
    findSession(),
    requestTheme(),
    requestTranslator(),
  ])
  if (session === 'unreachable') return <UnreachablePage t={t} />
  const { person, workspace } = session
  if (!person) redirect(signInPath('/audit'))
  if (workspace?.role !== 'owner' && workspace?.role !== 'admin') {
    return (
      <TroublePage mood="sorry" title={t('audit.closed-title')} text={t('audit.closed-text')} t={t}>
        <LinkButton href="/" kind="primary">
          {t('trouble.not-found.home')}
        </LinkButton>
      </TroublePage>
    )
  }
  const kind = parseAuditKind(query.kind)
  const whom = text(query.person)
  const cursor = text(query.cursor)
  const asked = { ...(kind ? { kind } : {}), ...(whom ? { person: whom } : {}), ...(cursor ? { cursor } : {}) }
  const answer = await askApi(
    'audit',
    (api) => Promise.all([api.listAudit(asked), api.listMembers()]),
    ({ problem }) => (problem.status === 400 ? 'bad' : undefined),
  )
  // What was asked for is nothing that could be: a person who never was, a cursor of another list.
  if (answer === 'bad') redirect('/audit')
  if (answer === 'unreachable') return <UnreachablePage t={t} />
  const [events, people] = answer
  return <AuditPage person={person} events={events} people={people} kind={kind} whom={whom} theme={theme} t={t} />
}

const text = (raw: string | readonly string[] | undefined): string | undefined =>
  typeof raw === 'string' && raw !== '' ? raw : undefined
