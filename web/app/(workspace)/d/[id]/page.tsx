import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { connection } from 'next/server'
import { signInPath } from '../../../../features/account/next-path.ts'
import { keptOwnerOf } from '../../../../features/account/remembered-person.ts'
import { findSession } from '../../../../features/account/session-source.ts'
import { DocumentPage } from '../../../../features/document/document-page.tsx'
import { findDocument, findPreview } from '../../../../features/document/document-source.ts'
import { EarlyMark } from '../../../../features/document/early-mark.tsx'
import { requestTranslator } from '../../../../features/language/request-language.ts'
import { BinnedPageActions, RequestAccess } from '../../../../features/pages/closed-page-actions.tsx'
import { requestTheme } from '../../../../features/theme/request-theme.ts'
import { TroublePage } from '../../../../features/trouble/trouble-page.tsx'
import { UnreachablePage } from '../../../../features/trouble/unreachable-page.tsx'
import { LinkButton } from '../../../../ui/link-button.tsx'

type Parameters = PageProps<'/d/[id]'>

export async function generateMetadata({ params }: Parameters): Promise<Metadata> {
  await connection()
  const [{ id }, { t }] = await Promise.all([params, requestTranslator()])
  const found = await findDocument(id)
  return { title: (found.kind === 'document' && found.document.title.trim()) || t('home.untitled') }
}

export default async function Page({ params }: Parameters) {
  await connection()
  const [{ id }, theme, translator] = await Promise.all([params, requestTheme(), requestTranslator()])
  const { t } = translator
  const [found, session, preview] = await Promise.all([findDocument(id), findSession(), findPreview(id)])
  if (session === 'unreachable') return <UnreachablePage t={t} />
  switch (found.kind) {
    case 'document': {
      const { id: documentId, role, reach, path, favourite, mayBin } = found.document
      // The text is newer than the list that documents stand in.
      const title = preview?.title ?? found.document.title
      const { person } = session
      const place = { path, favourite, mayBin }
      return (
        <>
          <EarlyMark documentId={documentId} copyOwner={keptOwnerOf(person)} />
          <DocumentPage {...{ documentId, title, role, reach, place, person, theme, preview }} />
        </>
      )
    }
    case 'sign-in':
      return redirect(session.setUp ? signInPath(`/d/${id}`) : '/setup')
    case 'forbidden':
      return (
        <TroublePage
          mood="sorry"
          title={t('ended.forbidden.title')}
          text={t('document.forbidden-as', { email: session.person?.email ?? '' })}
          t={t}
        >
          <RequestAccess documentId={id} wanted="editor" />
          <LinkButton href="/">{t('trouble.not-found.home')}</LinkButton>
          <LinkButton href={signInPath(`/d/${id}`)}>{t('account.sign-in-other')}</LinkButton>
        </TroublePage>
      )
    case 'in-bin':
      return (
        <TroublePage mood="sorry" title={t('ended.in-bin.title')} text={t('ended.in-bin.text')} t={t}>
          {session.person ? <BinnedPageActions documentId={id} /> : null}
          <LinkButton href="/">{t('trouble.not-found.home')}</LinkButton>
        </TroublePage>
      )
    case 'unknown':
      return notFound()
    case 'unreachable':
      return <UnreachablePage t={t} />
    default:
      return found satisfies never
  }
}
