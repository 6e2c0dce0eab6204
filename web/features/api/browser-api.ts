/**
 * The API as the browser reaches it, on the page's own origin. Loaded when it is first asked: its schemas weigh 33 kB
 * gzip, and no page needs them to be shown.
 */
import type { ApiClient } from '@dure/api'

export async function browserApi(): Promise<ApiClient> {
  const { createApiClient } = await import('@dure/api')
  return createApiClient('')
}
