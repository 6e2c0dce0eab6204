'use client'
/** What can be done about a document that one may not open: loaded with the page that says so, not with every document. */
import { lazily } from '../../ui/lazily.tsx'

export const BinnedPageActions = lazily(async () => (await import('./binned-page.tsx')).BinnedPageActions)
export const RequestAccess = lazily(async () => (await import('./request-access.tsx')).RequestAccess)
