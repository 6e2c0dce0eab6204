/** The document a page is about, or why there is none to show. */
import { ApiError, type DocumentDetail, type DocumentPreview } from '@dure/api'
import { cache } from 'react'
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

/** Asked once a request, by the page and by its metadata. */
export const findDocument = cache(async (id: string): Promise<DocumentFound> => {
  try {
    return { kind: 'document', document: await (await serverApi()).getDocument(id) }
  } catch (error) {
    const kind = error instanceof ApiError ? error.kind : undefined
    if (kind === 'unknown-document') return { kind: 'unknown' }
    if (kind === 'sign-in-required') return { kind: 'sign-in' }
    if (kind === 'in-bin') return { kind: 'in-bin' }
    if (kind === 'forbidden') return { kind: 'forbidden' }
    console.error('document: the API did not answer', error)
    return { kind: 'unreachable' }
  }
})

/** A page is not kept waiting for its text longer than this: then the browser fetches it, over grey lines. */
const PREVIEW_PATIENCE_MS = 1_500

/** The beginning of its text for the first paint; null when there is none to be had soon, for whatever reason. */
export async function findPreview(id: string): Promise<DocumentPreview | null> {
  const { promise: patience, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), PREVIEW_PATIENCE_MS)
  try {
    return await Promise.race([(await serverApi()).getPreview(id), patience])
  } catch {
    // Why it may not be opened, or that nothing answers, is said by `findDocument`.
    return null
  } finally {
    clearTimeout(timer)
  }
}
