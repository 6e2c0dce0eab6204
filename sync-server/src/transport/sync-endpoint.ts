/**
 * `/sync/<documentId>`: turns an HTTP upgrade into a session. Everything that can be refused is refused here, before a
 * room is touched: the page's origin, the address's quota, an id that is none.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Problem } from '@dure/api'
import {
  CLOSE,
  type CloseReason,
  type Dialect,
  type DocumentId,
  MAX_CLIENT_MESSAGE_BYTES,
  parseDocumentId,
  type ReplicaId,
  SUBPROTOCOL,
} from '@dure/protocol'
import { StoreUnavailable } from '@dure/store'
import { WebSocketServer } from 'ws'
import type { Caller } from '../auth/caller.ts'
import { DureSession } from '../session/dure-session.ts'
import { PlainSession } from '../session/plain-session.ts'
import type { SessionDeps } from '../session/session.ts'
import type { ConnectionQuota } from './connection-quota.ts'
import { problemOf, rejectUpgrade } from './http-problem.ts'
import type { OpenConnections } from './open-connections.ts'
import type { RequestOrigin } from './remote-address.ts'
import { WebSocketConnection } from './websocket-connection.ts'

export interface SyncEndpointDeps extends SessionDeps {
  readonly origin: RequestOrigin
  readonly replicaId: ReplicaId
}

const PATH = /^\/sync\/([^/?#]*)\/?(?:\?.*)?$/

export const DRAINING = problemOf(503, 'draining', 'The server is stopping. Connect again.')
const UNKNOWN_DOCUMENT = problemOf(404, 'unknown-document', 'There is no such document. Connect to /sync/<documentId>.')
/** What a plain client is told where a dure.1 client gets the close code. */
const PLAIN_PROBLEMS: ReadonlyMap<CloseReason, Problem> = new Map([
  [CLOSE.signInRequired, problemOf(401, 'sign-in-required', CLOSE.signInRequired.meaning)],
  [CLOSE.forbidden, problemOf(403, 'forbidden', CLOSE.forbidden.meaning)],
  [CLOSE.inBin, problemOf(410, 'in-bin', CLOSE.inBin.meaning)],
])
export const QUOTA_PROBLEMS = {
  server: problemOf(503, 'server-full', 'The server has as many connections as it takes.'),
  address: problemOf(429, 'too-many-connections', 'Too many connections from this address.'),
}

export const STORE_UNAVAILABLE = problemOf(503, 'store-unavailable', 'The store cannot be reached just now. Try again.')
export const foreignOrigin = (request: IncomingMessage): Problem =>
  problemOf(403, 'foreign-origin', `Pages of ${request.headers.origin} may not connect here.`)

export class SyncEndpoint {
  readonly #deps: SyncEndpointDeps
  readonly #quota: ConnectionQuota
  readonly #open: OpenConnections
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_CLIENT_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })

  constructor(deps: SyncEndpointDeps, quota: ConnectionQuota, open: OpenConnections) {
    this.#deps = deps
    this.#quota = quota
    this.#open = open
  }

  /** Whether the path is one of ours. */
  static owns(url: string): boolean {
    return url.startsWith('/sync/') || url === '/sync'
  }

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    // A socket that breaks while we wait would otherwise throw into the process.
    socket.on('error', () => socket.destroy())
    const dialect: Dialect = offers(request, SUBPROTOCOL) ? 'dure' : 'plain'
    const leave = this.#quota.enter(this.#deps.origin.address(request))
    if (typeof leave === 'string') {
      rejectUpgrade(socket, QUOTA_PROBLEMS[leave])
      return
    }
    socket.once('close', leave)
    const answer = await this.#decide(request, dialect).catch((error: unknown) => {
      if (!(error instanceof StoreUnavailable)) this.#deps.logger.error({ err: error }, 'cannot open a connection')
      return { problem: STORE_UNAVAILABLE }
    })
    if (socket.destroyed) {
      leave()
      return
    }
    if ('problem' in answer) {
      leave()
      rejectUpgrade(socket, answer.problem)
      return
    }
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) =>
      this.#accept(
        new WebSocketConnection(webSocket, socket, this.#deps.clock, this.#deps.metrics),
        request,
        socket,
        dialect,
        answer.caller,
      ),
    )
  }

  /** Who connects, or why there is no upgrade. */
  async #decide(
    request: IncomingMessage,
    dialect: Dialect,
  ): Promise<{ readonly caller: Caller } | { readonly problem: Problem }> {
    if (this.#open.draining) return { problem: DRAINING }
    if (!this.#deps.origin.isOurs(request)) {
      return { problem: foreignOrigin(request) }
    }
    const caller = await this.#deps.door.callerOf(request)
    // A dure.1 client is told by close code, which a browser lets it see; to a plain one a status says it better.
    const problem = dialect === 'plain' ? await this.#plainProblem(request, caller) : undefined
    if (problem) return { problem }
    // It may have begun meanwhile.
    return this.#open.draining ? { problem: DRAINING } : { caller }
  }

  async #plainProblem(request: IncomingMessage, caller: Caller): Promise<Problem | undefined> {
    const documentId = documentIdOf(request)
    if (!documentId) return UNKNOWN_DOCUMENT
    const admission = await this.#deps.door.ask(caller, documentId)
    if (admission.kind === 'refused') return PLAIN_PROBLEMS.get(admission.reason) ?? UNKNOWN_DOCUMENT
    return (await this.#deps.rooms.open(documentId)) ? undefined : UNKNOWN_DOCUMENT
  }

  #accept(
    connection: WebSocketConnection,
    request: IncomingMessage,
    socket: Duplex,
    dialect: Dialect,
    caller: Caller,
  ): void {
    const documentId = documentIdOf(request)
    if (!documentId) {
      connection.close(CLOSE.unknownDocument)
      return
    }
    const close = this.#open.add(connection, { dialect, carrier: 'websocket' })
    const { logger } = this.#deps
    logger.debug({ document: documentId, dialect }, 'connected')
    socket.once('close', () => {
      close()
      logger.debug({ document: documentId, dialect }, 'disconnected')
    })
    connection.listen(this.#session(connection, documentId, dialect, caller))
  }

  #session(
    connection: WebSocketConnection,
    documentId: DocumentId,
    dialect: Dialect,
    caller: Caller,
  ): DureSession | PlainSession {
    if (dialect === 'dure') return new DureSession(this.#deps, connection, documentId, caller, this.#deps.replicaId)
    return new PlainSession(this.#deps, connection, documentId, caller)
  }
}

function documentIdOf(request: IncomingMessage): DocumentId | undefined {
  const raw = PATH.exec(request.url ?? '')?.[1]
  return raw === undefined ? undefined : parseDocumentId(raw)
}

const offers = (request: IncomingMessage, protocol: string): boolean =>
  (request.headers['sec-websocket-protocol'] ?? '').split(',').some((each) => each.trim() === protocol)
