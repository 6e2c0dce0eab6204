/** `/healthz`: the process lives. `/readyz`: it can save. `/metrics`: what it does. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Store } from '@dure/store'
import { problemOf, sendProblem } from '../transport/http-problem.ts'
import type { Logger } from './logger.ts'
import type { Metrics } from './metrics.ts'

/** A store that does not answer within this is not ready. */
const READY_TIMEOUT_MS = 2000

export class Health {
  readonly #store: Store
  readonly #metrics: Metrics
  readonly #logger: Logger
  #draining = false
  /** As it was last asked: what ails the store is written down once, not at each look. */
  #couldSave = true
  /** Likewise of the edits that were last handed to it: a small one may fit where the look finds too little room. */
  #saved = true

  constructor(store: Store, metrics: Metrics, logger: Logger) {
    this.#store = store
    this.#metrics = metrics
    this.#logger = logger
  }

  /** From now on not ready, so that proxies send nobody new. */
  drain(): void {
    this.#draining = true
  }

  /** Edits were saved, or could not be: people are told that alone, and nothing of paths and hosts. */
  edited(failure: Error | undefined): void {
    const saved = failure === undefined
    if (saved === this.#saved) return
    this.#saved = saved
    if (saved) this.#logger.warn('edits are saved again')
    else this.#logger.error({ err: failure }, 'edits cannot be saved')
  }

  /** Answers if the path is one of these; false otherwise. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (path !== '/healthz' && path !== '/readyz' && path !== '/metrics') return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendProblem(response, problemOf(405, 'method-not-allowed', `${path} takes GET.`), { allow: 'GET, HEAD' })
    } else if (path === '/healthz') sendText(response, 'ok\n')
    else if (path === '/readyz') void this.#ready(response)
    else void this.#tellMetrics(response)
    return true
  }

  async #tellMetrics(response: ServerResponse): Promise<void> {
    const { registry } = this.#metrics
    try {
      sendText(response, await registry.metrics(), registry.contentType)
    } catch (error) {
      this.#logger.error({ err: error }, 'metrics cannot be read')
      sendProblem(response, problemOf(500, 'internal', 'The metrics cannot be read. The log says why.'))
    }
  }

  async #ready(response: ServerResponse): Promise<void> {
    const notReady = (detail: string): void => sendProblem(response, problemOf(503, 'not-ready', detail))
    if (this.#draining) {
      notReady('The server is stopping.')
      return
    }
    try {
      await Promise.race([this.#store.check(), timeout()])
      this.#couldSave = true
      sendText(response, 'ok\n')
    } catch (error) {
      // Anybody may ask: paths, hosts and users of the store are the operator's to know.
      if (this.#couldSave) this.#logger.error({ err: error }, 'the store cannot save')
      this.#couldSave = false
      notReady('The store cannot save. The log says why.')
    }
  }
}

const timeout = (): Promise<never> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error(`no answer within ${READY_TIMEOUT_MS} ms`)), READY_TIMEOUT_MS).unref()
  })

function sendText(response: ServerResponse, text: string, contentType = 'text/plain; charset=utf-8'): void {
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' })
  response.end(text)
}
