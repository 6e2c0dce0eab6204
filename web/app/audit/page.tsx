import { ApiError, type AuditPage as AuditEvents, type ListAudit, type Member } from '@dure/api'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { connection } from 'next/server'
import { signInPath } from '../../features/account/next-path.ts'
import { findSession } from '../../features/account/session-source.ts'
import { serverApi } from '../../features/api/server-api.ts'
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
  const [query, found, theme, { t }] = await Promise.all([
    searchParams,
    findSession(),
    requestTheme(),
    requestTranslator(),
  ])
  if (found.kind === 'unreachable') return <UnreachablePage t={t} />
  const { person, workspace } = found.session
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
  const answer = await eventsAndPeople(asked)
  // What was asked for is nothing that could be: a person who never was, a cursor of another list.
  if (answer === 'bad') redirect('/audit')
  if (answer === 'unreachable') return <UnreachablePage t={t} />
  return (
    <AuditPage
      person={person}
      events={answer.page}
      people={answer.people}
      kind={kind}
      whom={whom}
      theme={theme}
      t={t}
    />
  )
}

const text = (raw: string | readonly string[] | undefined): string | undefined =>
  typeof raw === 'string' && raw !== '' ? raw : undefined

async function eventsAndPeople(
  asked: ListAudit,
): Promise<{ readonly page: AuditEvents; readonly people: readonly Member[] } | 'bad' | 'unreachable'> {
  try {
    const api = await serverApi()
    const [page, people] = await Promise.all([api.listAudit(asked), api.listMembers()])
    return { page, people }
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 400) return 'bad'
    console.error('audit: the API did not answer', error)
    return 'unreachable'
  }
}
