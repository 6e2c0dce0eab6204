/** Serves `/api`: one router, errors as problem+json, whatever goes wrong. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { API_OPERATIONS } from '@dure/api/description'
import { StoreUnavailable } from '@dure/store'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { ChangedMeanwhile } from '../changed-meanwhile.ts'
import { problemOf, sendProblem } from '../transport/http-problem.ts'
import { serveAbout } from './about-routes.ts'
import { serveAccessRequests } from './access-request-routes.ts'
import { serveAccount } from './account-routes.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault, respond } from './api-fault.ts'
import { serveAttachments } from './attachment-routes.ts'
import { serveDocuments } from './document-routes.ts'
import { Entry } from './entry.ts'
import { serveMembers } from './member-routes.ts'
import { servePages } from './page-routes.ts'
import { servePreviews } from './preview-routes.ts'
import { serveProvider } from './provider-routes.ts'
import { type ApiEnvironment, knowCaller } from './request.ts'
import { serveResets } from './reset-routes.ts'
import { serveSecurity } from './security-routes.ts'
import { createServe, routerPath } from './serve.ts'
import { serveSession } from './session-routes.ts'
import { serveSharing } from './sharing-routes.ts'

export function createApi(deps: ApiDeps): (request: IncomingMessage, response: ServerResponse) => void {
  const listener = getRequestListener(createRouter(deps).fetch)
  return (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? ''
    if (DOT_SEGMENT.test(path)) sendProblem(response, problemOf(404, 'no-such-route', 'The API has no such path.'))
    else void listener(request, response)
  }
}

/**
 * What a URL parser would put right: `/api/members/../documents` would reach another route than whoever stands before
 * this server has looked at.
 */
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)|\\/i

/** The router by itself, for the test that each of its routes is described. */
export function createRouter(deps: ApiDeps): Hono<ApiEnvironment> {
  const entry = new Entry(deps)
  const api = new Hono<ApiEnvironment>()
  const methods = methodsByPath()
  for (const [path, allow] of methods) {
    api.options(path, () => new Response(null, { status: 204, headers: { allow, 'cache-control': 'no-store' } }))
  }
  api.use(knowCaller(deps.door, deps.origin))
  const serve = createServe(api, deps)
  serveSession(serve, deps, entry)
  serveResets(serve, deps, entry)
  serveSecurity(serve, deps, entry)
  serveProvider(serve, deps, entry)
  serveAccount(serve, deps, entry)
  serveMembers(serve, deps, entry)
  serveDocuments(serve, deps)
  serveSharing(serve, deps, entry)
  servePreviews(serve, deps)
  servePages(serve, deps)
  serveAccessRequests(serve, deps)
  serveAttachments(serve, deps)
  serveAbout(serve)
  for (const [path, allow] of methods) {
    api.all(path, () => respond(problemOf(405, 'method-not-allowed', `This path takes ${allow}.`), { allow }))
  }
  api.notFound((context) => respond(problemOf(404, 'no-such-route', `The API has no ${context.req.path}.`)))
  api.onError((error) => {
    if (error instanceof ApiFault) return respond(error.problem, error.headers)
    if (error instanceof ChangedMeanwhile) {
      return respond(problemOf(412, 'changed-meanwhile', 'It was changed since you saw it. Look again, then decide.'))
    }
    if (error instanceof StoreUnavailable)
      return respond(problemOf(503, 'store-unavailable', 'The store cannot be reached just now. Try again.'))
    deps.logger.error({ err: error }, 'an API request failed')
    return respond(problemOf(500, 'internal', 'Something broke on the server; it was logged.'))
  })
  return api
}

/** What each path takes, as the header `Allow` says it. */
function methodsByPath(): ReadonlyMap<string, string> {
  const methods = new Map<string, string[]>()
  for (const operation of Object.values(API_OPERATIONS)) {
    const path = routerPath(operation)
    const known = methods.get(path) ?? ['OPTIONS']
    methods.set(path, [...known, ...(operation.method === 'GET' ? ['GET', 'HEAD'] : [operation.method])])
  }
  return new Map([...methods].map(([path, known]) => [path, known.toSorted().join(', ')]))
}
