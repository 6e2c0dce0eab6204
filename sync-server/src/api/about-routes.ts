/** `/api/openapi.json`: the API about itself. */
import { API_PARTS, aboutOperations, openApiOf } from '@dure/api/description'
import type { Serve } from './serve.ts'

export function serveAbout(serve: Serve): void {
  // Made when it is first asked for, and kept: most servers are never asked, and all of them start.
  let description: string | undefined
  serve(aboutOperations.describe, () => {
    description ??= JSON.stringify(openApiOf(API_PARTS))
    return new Response(description, { headers: { 'content-type': 'application/json; charset=utf-8' } })
  })

  serve(aboutOperations.docs, () => new Response(null, { status: 302, headers: { location: DOCS_PAGE } }))
}

/** Where the web has it. */
const DOCS_PAGE = '/docs/api'
