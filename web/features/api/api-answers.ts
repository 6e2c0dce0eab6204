/** Whether the API can be asked at all: looked up before a page is drawn, because a page's status is sent first. */
import { apiOrigin } from './server-api.ts'

/** On the same machine or network it answers in a millisecond; one that takes this long is as good as away. */
const PATIENCE_MS = 3_000

/**
 * Asks for something small that is read from the store: an API whose store is away is away. Health checks are no help
 * here, because behind a proxy they cannot be reached.
 */
export async function apiAnswers(origin = apiOrigin()): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS)
    const response = await fetch(`${origin}/api/session`, { signal, cache: 'no-store' })
    await response.body?.cancel()
    // A refusal (sign in first, not so fast) is an answer as well.
    return response.status < 500
  } catch {
    return false
  }
}
