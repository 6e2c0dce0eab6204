/** Everything that is neither ours nor the API's goes to Next, which stands behind this server on a port of its own. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Agent } from 'node:http'
import type { Socket } from 'node:net'
import { createProxyServer } from 'httpxy'
import { problemOf, rejectUpgrade, sendProblem } from './http-problem.ts'

const READS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

export interface WebProxy {
  request(request: IncomingMessage, response: ServerResponse): void
  /** Hot reload in development; other upgrades are answered 404. */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void
  close(): void
}

/** @param origin Where Next listens, e.g. `http://127.0.0.1:3001`; undefined when no web is attached. */
export function createWebProxy(origin: URL | undefined): WebProxy {
  if (!origin) return withoutWeb
  const agent = new Agent({ keepAlive: true })
  const proxy = createProxyServer({ target: origin.origin, agent, xfwd: true, ws: true })
  const unreachable = (response: ServerResponse): void => {
    if (response.headersSent) response.destroy()
    else
      sendProblem(
        response,
        problemOf(502, 'web-unreachable', 'The web part of Dure does not answer. Try again in a moment.'),
      )
  }
  return {
    request: (request, response) => {
      // A kept connection may end just as it is used again. Whoever only reads a page can be asked once more.
      const again = (): Promise<unknown> =>
        READS.has(request.method ?? '') && !response.headersSent
          ? proxy.web(request, response)
          : Promise.reject(new Error('asked already'))
      proxy
        .web(request, response)
        .catch(again)
        .catch(() => unreachable(response))
    },
    upgrade: (request, socket, head) => {
      if (request.url?.startsWith('/_next/')) proxy.ws(request, socket, {}, head).catch(() => socket.destroy())
      else rejectUpgrade(socket, problemOf(404, 'no-socket', 'WebSockets are served at /sync/<documentId>.'))
    },
    close: () => agent.destroy(),
  }
}

const withoutWeb: WebProxy = {
  request: (_request, response) =>
    sendProblem(
      response,
      problemOf(404, 'no-such-page', 'This server has no pages. Documents are at /sync/<documentId>, the API at /api.'),
    ),
  upgrade: (_request, socket) =>
    rejectUpgrade(socket, problemOf(404, 'no-socket', 'WebSockets are served at /sync/<documentId>.')),
  close: () => undefined,
}
