/** The document a page is about, or why there is none to show. */
import { ApiError, type Document } from '@dure/api'
import { cache } from 'react'
import { serverApi } from '../api/server-api.ts'

export type DocumentFound =
  | { readonly kind: 'document'; readonly document: Document }
  | { readonly kind: 'unknown' }
  /** Whoever signs in may be let in. */
  | { readonly kind: 'sign-in' }
  /** Not for the person who is signed in. */
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unreachable' }

/** Asked once a request, by the page and by its metadata. */
export const findDocument = cache(async (id: string): Promise<DocumentFound> => {
  try {
    return { kind: 'document', document: await (await serverApi()).getDocument(id) }
  } catch (error) {
    const kind = error instanceof ApiError ? error.kind : undefined
    if (kind === 'unknown-document') return { kind: 'unknown' }
    if (kind === 'sign-in-required') return { kind: 'sign-in' }
    if (kind === 'forbidden') return { kind: 'forbidden' }
    console.error('document: the API did not answer', error)
    return { kind: 'unreachable' }
  }
})
