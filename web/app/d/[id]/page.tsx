import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { DocumentPage } from '../../../features/document/document-page.tsx'
import { findDocument } from '../../../features/document/document-source.ts'
import { requestTranslator } from '../../../features/language/request-language.ts'
import { requestTheme } from '../../../features/theme/request-theme.ts'
import { UnreachablePage } from '../../../features/trouble/unreachable-page.tsx'

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
  const found = await findDocument(id)
  switch (found.kind) {
    case 'document':
      return <DocumentPage documentId={found.document.id} title={found.document.title} theme={theme} />
    case 'unknown':
      return notFound()
    case 'unreachable':
      return <UnreachablePage t={translator.t} />
    default:
      return found satisfies never
  }
}
