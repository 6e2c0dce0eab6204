import { connection } from 'next/server'
import { findDocuments } from '../features/home/documents-source.ts'
import { HomePage } from '../features/home/home-page.tsx'
import { requestTranslator } from '../features/language/request-language.ts'
import { requestTheme } from '../features/theme/request-theme.ts'

export default async function Page() {
  await connection()
  const [found, theme, translator] = await Promise.all([findDocuments(), requestTheme(), requestTranslator()])
  return <HomePage found={found} theme={theme} translator={translator} />
}
