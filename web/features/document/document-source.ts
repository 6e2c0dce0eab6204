/** The document a page is about, or why there is none to show. */
import { ApiError, type Document } from '@dure/api'
import { cache } from 'react'
import { serverApi } from '../api/server-api.ts'

export type DocumentFound =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' }

/** Asked once a request, by the page and by its metadata. */
export const findDocument = cache(async (id: string): Promise<DocumentFound> => {
  try {
    return { kind: 'document', document: await serverApi().getDocument(id) }
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404 && error.problem.type !== '/problems/no-api') {
      return { kind: 'unknown' }
    }
    console.error('document: the API did not answer', error)
    return { kind: 'unreachable' }
  }
})
