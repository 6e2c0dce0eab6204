/** One question of a page to the API. Server components only. */
import { type ApiClient, ApiError } from '@dure/api'
import { serverApi } from './server-api.ts'

/**
 * The answer; what `refused` makes of a refusal that the page has words for; `unreachable` when there is neither, with
 * a line in the log that calls the question by its name.
 */
export async function askApi<Answer, Refused extends string = never>(
  name: string,
  ask: (api: ApiClient) => Promise<Answer>,
  refused?: (refusal: ApiError) => Refused | undefined,
): Promise<Answer | Refused | 'unreachable'> {
  // Reads the request. While Next builds there is none, and what that throws tells Next so: it is caught nowhere here.
  const api = await serverApi()
  try {
    return await ask(api)
  } catch (error) {
    const known = error instanceof ApiError ? refused?.(error) : undefined
    if (known !== undefined) return known
    console.error(`${name}: the API did not answer`, error)
    return 'unreachable'
  }
}
