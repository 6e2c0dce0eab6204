/** `/healthz`: the process lives. `/readyz`: it can save. `/metrics`: what it does. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Store } from '@dure/store'
import { problemOf, sendProblem } from '../transport/http-problem.ts'
import type { Metrics } from './metrics.ts'

/** A store that does not answer within this is not ready. */
const READY_TIMEOUT_MS = 2000

export class Health {
  readonly #store: Store
  readonly #metrics: Metrics
  #draining = false

  constructor(store: Store, metrics: Metrics) {
    this.#store = store
    this.#metrics = metrics
  }

  /** From now on not ready, so that proxies send nobody new. */
  drain(): void {
    this.#draining = true
  }

  /** Answers if the path is one of these; false otherwise. */
  answer(path: string, request: IncomingMessage, response: ServerResponse): boolean {
    if (path !== '/healthz' && path !== '/readyz' && path !== '/metrics') return false
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendProblem(response, problemOf(405, 'method-not-allowed', `${path} takes GET.`), { allow: 'GET, HEAD' })
    } else if (path === '/healthz') sendText(response, 'ok\n')
    else if (path === '/readyz') void this.#ready(response)
    else
      void this.#metrics.registry.metrics().then((text) => sendText(response, text, this.#metrics.registry.contentType))
    return true
  }

  async #ready(response: ServerResponse): Promise<void> {
    const notReady = (detail: string): void => sendProblem(response, problemOf(503, 'not-ready', detail))
    if (this.#draining) {
      notReady('The server is stopping.')
      return
    }
    try {
      await Promise.race([this.#store.check(), timeout()])
      sendText(response, 'ok\n')
    } catch (error) {
      notReady(error instanceof Error ? `The store cannot save: ${error.message}` : 'The store cannot save.')
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
