/** Who asks for a page. Server components only. */
import type { Security, Session, SignInMethods } from '@dure/api'
import { cache } from 'react'
import { serverApi } from '../api/server-api.ts'

export type SessionFound = { readonly kind: 'session'; readonly session: Session } | { readonly kind: 'unreachable' }

/** Asked once a request. */
export const findSession = cache(async (): Promise<SessionFound> => {
  try {
    return { kind: 'session', session: await (await serverApi()).getSession() }
  } catch (error) {
    console.error('session: the API did not answer', error)
    return { kind: 'unreachable' }
  }
})

/** Undefined when the API does not answer. */
export const findSignInMethods = cache(async (): Promise<SignInMethods | undefined> => {
  try {
    return await (await serverApi()).getSignInMethods()
  } catch (error) {
    console.error('sign-in methods: the API did not answer', error)
    return undefined
  }
})

/** What guards the account of whoever asks. Undefined when the API does not answer. */
export const findSecurity = cache(async (): Promise<Security | undefined> => {
  try {
    return await (await serverApi()).getSecurity()
  } catch (error) {
    console.error('security: the API did not answer', error)
    return undefined
  }
})
