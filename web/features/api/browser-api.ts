/**
 * The API as the browser reaches it, on the page's own origin: its client alone, without the schemas, and loaded when it
 * is first asked, as no page needs it to be shown.
 */
import type { ApiClient } from '@dure/api'

export async function browserApi(): Promise<ApiClient> {
  const { createApiClient } = await import('@dure/api/client')
  return createApiClient('')
}
