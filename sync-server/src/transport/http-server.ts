/** The one public port: documents, API, health, and everything else to the web. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Problem } from '@dure/api'
import type { Health } from '../observability/health.ts'
import type { ConnectionQuota } from './connection-quota.ts'
import type { FallbackEndpoint } from './fallback-endpoint.ts'
import { problemOf, rejectUpgrade, sendProblem } from './http-problem.ts'
import type { RequestOrigin } from './remote-address.ts'
import { setNoPage, setSecurityHeaders } from './security-headers.ts'
import { QUOTA_PROBLEMS, SyncEndpoint } from './sync-endpoint.ts'
import type { WebProxy } from './web-proxy.ts'

export interface HttpServerDeps {
  readonly sync: SyncEndpoint
  readonly fallback: FallbackEndpoint
  readonly web: WebProxy
  readonly health: Health
  readonly origin: RequestOrigin
  /** All TCP connections, counted from their first moment. */
  readonly sockets: ConnectionQuota
  /** Requests to the API that are under way, by who sends them: behind a proxy, sockets do not tell. */
  readonly requests: ConnectionQuota
  /** Serves `/api/*`. */
  readonly api: (request: IncomingMessage, response: ServerResponse) => void
}

/** What this server answers itself: everything else is a page of the web. */
const OURS = /^\/(?:(?:api|sync)(?:\/|$)|healthz$|readyz$|metrics$)/

/** Methods that change nothing and so may come from any page. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

export function createHttpServer(deps: HttpServerDeps): Server {
  const server = createServer((request, response) => {
    setSecurityHeaders(response, deps.origin.isSecure(request))
    if (!deps.origin.isForUs(request)) {
      setNoPage(response)
      sendProblem(response, unknownHost(request))
      return
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (OURS.test(path)) setNoPage(response)
    if (path === '/api' || path.startsWith('/api/')) api(deps, request, response)
    else if (SyncEndpoint.owns(path)) {
      if (deps.fallback.request(path, request, response)) return
      const problem = problemOf(426, 'websocket-only', 'Documents are reached by WebSocket at /sync/<documentId>.')
      sendProblem(response, problem, { upgrade: 'websocket' })
    } else if (!deps.health.answer(path, request, response)) deps.web.request(request, response)
  })
  server.on('connection', (socket: Socket) => {
    const leave = deps.sockets.enter(deps.origin.peer(socket.remoteAddress))
    if (typeof leave === 'string') socket.destroy()
    else socket.once('close', leave)
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.setNoDelay(true)
    if (!deps.origin.isForUs(request)) rejectUpgrade(socket, unknownHost(request))
    else if (SyncEndpoint.owns((request.url ?? '').split('?', 1)[0] ?? ''))
      void deps.sync.upgrade(request, socket, head)
    else deps.web.upgrade(request, socket, head)
  })
  server.on('clientError', (_error, socket) => {
    if (socket.writable) rejectUpgrade(socket, problemOf(400, 'bad-request', 'This is not an HTTP/1.1 request.'))
  })
  return server
}

/** Says what to do, since it is the operator's own proxy or name that this may have been. */
const unknownHost = ({ headers: { host } }: IncomingMessage): Problem =>
  problemOf(
    421,
    'unknown-host',
    `This server is not known as ${host}. Its operator can add that name to DURE_ALLOWED_HOSTS.`,
  )

function api(deps: HttpServerDeps, request: IncomingMessage, response: ServerResponse): void {
  if (!SAFE_METHODS.has(request.method ?? '') && !deps.origin.isOurs(request)) {
    sendProblem(
      response,
      problemOf(
        403,
        'foreign-origin',
        `Pages of ${request.headers.origin ?? 'other sites'} may not change anything here.`,
      ),
    )
    return
  }
  const leave = deps.requests.enter(deps.origin.address(request))
  if (typeof leave === 'string') {
    sendProblem(response, QUOTA_PROBLEMS[leave], { connection: 'close' })
    return
  }
  response.once('close', leave)
  deps.api(request, response)
}
