/** `/api/openapi.json`: the API about itself. */
import { API_PARTS, aboutOperations, openApiOf } from '@dure/api/description'
import type { Serve } from './serve.ts'

export function serveAbout(serve: Serve): void {
  const description = JSON.stringify(openApiOf(API_PARTS))
  serve(
    aboutOperations.describe,
    () => new Response(description, { headers: { 'content-type': 'application/json; charset=utf-8' } }),
  )

  serve(aboutOperations.docs, () => new Response(null, { status: 302, headers: { location: DOCS_PAGE } }))
}

/** Where the web has it. */
const DOCS_PAGE = '/docs/api'
