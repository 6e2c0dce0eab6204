/** Who asks for a page, and how people get in. Asked once a request. Server components only. */
import { cache } from 'react'
import { askApi } from '../api/ask-api.ts'

export const findSession = cache(() => askApi('session', (api) => api.getSession()))

export const findSignInMethods = cache(() => askApi('sign-in methods', (api) => api.getSignInMethods()))

/** What guards the account of whoever asks. */
export const findSecurity = cache(() => askApi('security', (api) => api.getSecurity()))
