/** What the home page has to show: documents, or the fact that the server behind it does not answer. */
import type { DocumentPage } from '@dure/api'
import { serverApi } from '../api/server-api.ts'

export type DocumentsFound =
  | { readonly kind: 'documents'; readonly page: DocumentPage }
  | { readonly kind: 'unreachable' }

export async function findDocuments(): Promise<DocumentsFound> {
  try {
    return { kind: 'documents', page: await (await serverApi()).listDocuments({ limit: PAGE_SIZE }) }
  } catch (error) {
    console.error('home: the API did not answer', error)
    return { kind: 'unreachable' }
  }
}

/** Documents asked for at a time: about two screens. */
export const PAGE_SIZE = 30
