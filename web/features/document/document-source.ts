/** The document a page is about, or why there is none to show. */
import type { DocumentDetail, DocumentPreview } from '@dure/api'
import { cache } from 'react'
import { askApi } from '../api/ask-api.ts'
import { serverApi } from '../api/server-api.ts'

export type DocumentFound =
  | { readonly kind: 'document'; readonly document: DocumentDetail }
  | { readonly kind: 'unknown' }
  /** Whoever signs in may be let in. */
  | { readonly kind: 'sign-in' }
  /** It, or a page above it, is in the bin. */
  | { readonly kind: 'in-bin' }
  /** Not for the person who is signed in. */
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unreachable' }

const REFUSALS: Readonly<Record<string, 'unknown' | 'sign-in' | 'in-bin' | 'forbidden'>> = {
  'unknown-document': 'unknown',
  'sign-in-required': 'sign-in',
  'in-bin': 'in-bin',
  forbidden: 'forbidden',
}

/** Asked once a request, by the page and by its metadata. */
export const findDocument = cache(async (id: string): Promise<DocumentFound> => {
  const found = await askApi(
    'document',
    (api) => api.getDocument(id),
    ({ kind }) => REFUSALS[kind],
  )
  return typeof found === 'string' ? { kind: found } : { kind: 'document', document: found }
})

/** A page is not kept waiting for its text longer than this: then the browser fetches it, over grey lines. */
const PREVIEW_PATIENCE_MS = 1_500

/** The beginning of its text for the first paint; null when there is none to be had soon, for whatever reason. */
export async function findPreview(id: string): Promise<DocumentPreview | null> {
  const api = await serverApi()
  const { promise: patience, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), PREVIEW_PATIENCE_MS)
  try {
    return await Promise.race([api.getPreview(id), patience])
  } catch {
    // Why it may not be opened, or that nothing answers, is said by `findDocument`.
    return null
  } finally {
    clearTimeout(timer)
  }
}
