/** Serves `/api`: one router, errors as problem+json, whatever goes wrong. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Problem } from '@dure/api'
import { StoreUnavailable } from '@dure/store'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_API_BODY_BYTES } from '../limits.ts'
import { problemOf } from '../transport/http-problem.ts'
import { accountRoutes } from './account-routes.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import { documentRoutes } from './document-routes.ts'
import { Entry } from './entry.ts'
import { memberRoutes } from './member-routes.ts'
import { type ApiEnvironment, knowCaller } from './request.ts'
import { sessionRoutes } from './session-routes.ts'
import { sharingRoutes } from './sharing-routes.ts'

export function createApi(deps: ApiDeps): (request: IncomingMessage, response: ServerResponse) => void {
  const entry = new Entry(deps)
  const api = new Hono<ApiEnvironment>().basePath('/api')
  api.use(
    bodyLimit({
      maxSize: MAX_API_BODY_BYTES,
      // The rest of the body is not read, so nothing else can follow on this connection: the client must know.
      onError: () =>
        respond(problemOf(413, 'body-too-large', `At most ${MAX_API_BODY_BYTES} bytes.`), { connection: 'close' }),
    }),
  )
  api.use(knowCaller(deps.door, deps.origin))
  api.route('/', sessionRoutes(deps, entry))
  api.route('/account', accountRoutes(deps, entry))
  api.route('/', memberRoutes(deps, entry))
  api.route('/documents', documentRoutes(deps))
  api.route('/documents', sharingRoutes(deps))
  api.notFound((context) => respond(problemOf(404, 'no-such-route', `The API has no ${context.req.path}.`)))
  api.onError((error) => {
    if (error instanceof ApiFault) return respond(error.problem, error.headers)
    if (error instanceof StoreUnavailable)
      return respond(problemOf(503, 'store-unavailable', 'The store cannot be reached just now. Try again.'))
    deps.logger.error({ err: error }, 'an API request failed')
    return respond(problemOf(500, 'internal', 'Something broke on the server; it was logged.'))
  })
  const listener = getRequestListener(api.fetch)
  return (request, response) => void listener(request, response)
}

function respond(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}
