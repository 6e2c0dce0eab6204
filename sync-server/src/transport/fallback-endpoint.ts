/**
 * Documents without WebSocket: three requests, all of them POST, each of which may reach another replica.
 *
 *     /sync/<documentId>/stream   hello; answered by server-sent events that do not end
 *     /sync/<documentId>/poll     hello; answered once, when there is something to say
 *     /sync/<documentId>/post     what a client says after hello; pushes are answered here, the rest by its session
 *
 * Bodies and answers are those of `packages/protocol/src/http`. What can be refused before a body is read, is.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Problem } from '@dure/api'
import {
  CLOSE,
  type DocumentId,
  MAX_REQUEST_BYTES,
  MalformedMessage,
  type PacketItem,
  type PostRequest,
  parseDocumentId,
  type ReceivedMessage,
  readPollRequest,
  readPostRequest,
  readStreamRequest,
  type StreamRequest,
  writePacket,
} from '@dure/protocol'
import { StoreUnavailable } from '@dure/store'
import type { Caller } from '../auth/caller.ts'
import type { Identity } from '../auth/identity.ts'
import { MAX_POSTED_BYTES } from '../limits.ts'
import { DocumentWorkBusy } from '../projection/document-work.ts'
import { DureSession } from '../session/dure-session.ts'
import { answerPush } from '../session/posted-push.ts'
import type { SessionDirectory } from '../session/session-directory.ts'
import { BodyReader, type ReadBody } from './body-reader.ts'
import type { ConnectionQuota } from './connection-quota.ts'
import { problemOf, sendProblem } from './http-problem.ts'
import type { Carrier, OpenConnections } from './open-connections.ts'
import { closeItem } from './outgoing-batch.ts'
import { PollConnection } from './poll-connection.ts'
import { RequestMeter } from './request-meter.ts'
import { StreamConnection } from './stream-connection.ts'
import { DRAINING, foreignOrigin, QUOTA_PROBLEMS, STORE_UNAVAILABLE, type SyncEndpointDeps } from './sync-endpoint.ts'

export interface FallbackEndpointDeps extends SyncEndpointDeps {
  readonly sessions: SessionDirectory
}

const PATH = /^\/sync\/([^/?#]*)\/(stream|poll|post)$/
const CONTENT_TYPE = 'application/octet-stream'

const METHOD = problemOf(405, 'method-not-allowed', 'This path takes POST.')
const MEDIA_TYPE = problemOf(415, 'wrong-content-type', `The body is ${CONTENT_TYPE}.`)
const TOO_OFTEN = problemOf(429, 'too-many-requests', 'Too many requests from this address.')
const BODY_PROBLEMS = {
  'too-large': problemOf(413, 'body-too-large', `At most ${MAX_REQUEST_BYTES} bytes.`),
  busy: problemOf(503, 'server-full', 'The server is reading as much as it takes.'),
}

interface Asked {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Undefined when the path names none. */
  readonly documentId: DocumentId | undefined
  readonly caller: Caller
  readonly seat: Seat
}

/** A place in the quota: given back with the response, or by the session that outlives it. */
interface Seat {
  readonly leave: () => void
  keptBySession: boolean
}

export class FallbackEndpoint {
  readonly #deps: FallbackEndpointDeps
  readonly #quota: ConnectionQuota
  readonly #open: OpenConnections
  readonly #meter = new RequestMeter()
  readonly #bodies = new BodyReader(MAX_REQUEST_BYTES, MAX_POSTED_BYTES)

  constructor(deps: FallbackEndpointDeps, quota: ConnectionQuota, open: OpenConnections) {
    this.#deps = deps
    this.#quota = quota
    this.#open = open
  }

  /** Answers a request that is one of ours; false when it is not. */
  request(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    const [, id, route] = PATH.exec(path) ?? []
    if (id === undefined || route === undefined) return false
    const asked = { request, response, documentId: parseDocumentId(id) }
    this.#allowOrigin(request, response)
    if (request.method === 'OPTIONS' && this.#deps.origin.isOurs(request)) preflight(response)
    else void this.#answer(route, asked).catch((error: unknown) => this.#failed(response, error))
    return true
  }

  async #answer(route: string, asked: Omit<Asked, 'caller' | 'seat'>): Promise<void> {
    const { request, response } = asked
    const { clock, origin, door } = this.#deps
    const address = origin.address(request)
    if (request.method !== 'POST') return refuse(response, METHOD, { allow: 'POST' })
    if (!origin.isOurs(request)) return refuse(response, foreignOrigin(request))
    if (this.#open.draining) return refuse(response, DRAINING)
    if (request.headers['content-type'] !== CONTENT_TYPE) return refuse(response, MEDIA_TYPE)
    if (!this.#meter.count(address, clock.now())) return refuse(response, TOO_OFTEN, { 'retry-after': '1' })
    const leave = this.#quota.enter(address)
    if (typeof leave === 'string') return refuse(response, QUOTA_PROBLEMS[leave])
    const seat: Seat = { leave, keptBySession: false }
    response.once('close', () => seat.keptBySession || leave())
    const caller = await door.callerOf(request)
    await this.#bodies.with(request, (body) => this.#read(route, { ...asked, caller, seat }, body))
  }

  async #read(route: string, asked: Asked, body: ReadBody): Promise<void> {
    const { response } = asked
    if (body.kind === 'broken' || response.destroyed) return
    if (body.kind !== 'read') return refuse(response, BODY_PROBLEMS[body.kind])
    // It may have begun while the body came.
    if (this.#open.draining) return refuse(response, DRAINING)
    this.#deps.metrics.receivedBytes.inc(body.bytes.length)
    try {
      if (route === 'stream') this.#stream(asked, readStreamRequest(body.bytes))
      else if (route === 'poll') this.#poll(asked, body.bytes)
      else await this.#post(asked, readPostRequest(body.bytes))
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error
      sendPacket(response, [closeItem(CLOSE.malformed, error.message)])
    }
  }

  // ── sessions ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #stream(asked: Asked, said: StreamRequest): void {
    const { clock, metrics } = this.#deps
    this.#session(asked, said, 'stream', new StreamConnection(asked.response, clock, metrics))
  }

  #poll(asked: Asked, bytes: Uint8Array): void {
    const { clock, metrics } = this.#deps
    const said = readPollRequest(bytes)
    const ownIds = new Set(said.messages.flatMap(yjsIdsIn))
    const options = { hold: said.hold, mark: said.mark, ownIds }
    this.#session(asked, said, 'poll', new PollConnection(asked.response, options, clock, metrics))
  }

  #session(asked: Asked, said: StreamRequest, carrier: Carrier, connection: StreamConnection | PollConnection): void {
    const { documentId, caller, response, seat } = asked
    if (!documentId) {
      sendPacket(response, [closeItem(CLOSE.unknownDocument)])
      return
    }
    const { logger, sessions, replicaId } = this.#deps
    const session = new DureSession(this.#deps, connection, documentId, caller, replicaId)
    const close = this.#open.add(connection, { dialect: 'dure', carrier })
    let leaveDirectory: (() => void) | undefined
    let gone = false
    seat.keptBySession = true
    logger.debug({ document: documentId, carrier }, 'connected')
    connection.listen({
      // Only now, so that the person does not leave on the way from one poll to the next.
      welcomed: () => {
        leaveDirectory = sessions.add(documentId, said.hello.sessionId, {
          get userId() {
            return session.identity.userId
          },
          get attended() {
            return connection.attended
          },
          received: (message) => connection.received(message),
          superseded: () => connection.supersede(),
        })
      },
      received: (message) => session.received(message),
      drained: () => session.drained(),
      beat: () => session.beat(),
      disconnected: () => {
        if (gone) return
        gone = true
        seat.leave()
        close()
        leaveDirectory?.()
        session.disconnected()
        logger.debug({ document: documentId, carrier }, 'disconnected')
      },
    })
    for (const { bytes } of said.messages) session.received(bytes)
  }

  // ── what a client says after hello ────────────────────────────────────────────────────────────────────────────────

  async #post(asked: Asked, { sessionId, messages }: PostRequest): Promise<void> {
    const { documentId, caller, response } = asked
    if (!documentId) return sendPacket(response, [closeItem(CLOSE.unknownDocument)])
    const admission = await this.#deps.door.ask(caller, documentId)
    if (admission.kind === 'refused') return sendPacket(response, [closeItem(admission.reason)])
    const { identity } = admission
    const others = messages.filter(({ message }) => message.type !== 'push')
    if (others.some(({ message }) => message.type === 'reauth' && message.credential !== '')) {
      throw new MalformedMessage('each request says by itself who sends it')
    }
    if (others.length > 0) await this.#relay(documentId, sessionId, identity, others)
    const items: PacketItem[] = []
    for (const { message } of messages) {
      if (message.type !== 'push') continue
      const answers = await answerPush(this.#deps, { documentId, sessionId, identity, push: message })
      if (answers) items.push(...answers.map((each): PacketItem => ({ kind: 'message', message: each })))
      else items.push(closeItem(CLOSE.unknownDocument))
    }
    sendPacket(response, items)
  }

  /** Hands messages to the session they belong to: here, or wherever it is. */
  async #relay(
    documentId: DocumentId,
    sessionId: PostRequest['sessionId'],
    { userId }: Identity,
    messages: readonly ReceivedMessage[],
  ): Promise<void> {
    for (const { bytes } of messages) {
      if (this.#deps.sessions.deliver(documentId, { sessionId, userId, bytes })) continue
      const room = await this.#deps.rooms.open(documentId)
      room?.relay({ kind: 'relay', sessionId, userId, bytes })
    }
  }

  // ── answers ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Pages of the origins that may connect may also read the answers. */
  #allowOrigin(request: IncomingMessage, response: ServerResponse): void {
    const { origin } = request.headers
    response.setHeader('vary', 'origin')
    if (origin === undefined || !this.#deps.origin.isOurs(request)) return
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-allow-credentials', 'true')
  }

  #failed(response: ServerResponse, error: unknown): void {
    const passes = error instanceof StoreUnavailable || error instanceof DocumentWorkBusy
    if (!passes) this.#deps.logger.error({ err: error }, 'a request to /sync failed')
    if (response.headersSent) response.destroy()
    else if (passes) refuse(response, STORE_UNAVAILABLE)
    else sendPacket(response, [closeItem(CLOSE.serverError)])
  }
}

function preflight(response: ServerResponse): void {
  response.writeHead(204, {
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
  })
  response.end()
}

/** The body is not read, or not to its end, so nothing else can follow on this connection. */
function refuse(response: ServerResponse, problem: Problem, headers: Readonly<Record<string, string>> = {}): void {
  sendProblem(response, problem, { ...headers, connection: 'close' })
}

function sendPacket(response: ServerResponse, items: readonly PacketItem[]): void {
  if (response.headersSent || response.destroyed) return
  const packet = writePacket(items)
  response.writeHead(200, {
    'content-type': CONTENT_TYPE,
    'content-length': packet.length,
    'cache-control': 'no-store, no-transform',
  })
  response.end(packet)
}

const yjsIdsIn = ({ message }: ReceivedMessage): readonly number[] =>
  message.type === 'awareness' ? message.entries.map((entry) => entry.yjsClientId) : []
