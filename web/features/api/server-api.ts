/**
 * The API as server components reach it: directly on the internal origin, as the person whose request is being
 * answered. The one place of the web that reads the environment.
 */
import { type ApiClient, createApiClient } from '@dure/api'
import { headers } from 'next/headers'

/** Where a sync server on this machine listens by default. */
const DEFAULT_ORIGIN = 'http://127.0.0.1:3000'

/**
 * Scheme, host and port of the sync server as this process reaches it, from `DURE_API_ORIGIN`.
 * @throws Error naming the option, its value and what would be right.
 */
export function apiOrigin(value = process.env.DURE_API_ORIGIN): string {
  if (value === undefined || value === '') return DEFAULT_ORIGIN
  const url = URL.canParse(value) ? new URL(value) : undefined
  const isOrigin = url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === ''
  if (!isOrigin) throw new Error(`DURE_API_ORIGIN is "${value}"; it must be an origin such as ${DEFAULT_ORIGIN}`)
  return url.origin
}

export async function serverApi(): Promise<ApiClient> {
  const cookie = (await headers()).get('cookie')
  return createApiClient(apiOrigin(), cookie === null ? {} : { cookie })
}
