/** Errors outside `/api`, in the same shape as inside it (RFC 9457). */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Problem } from '@dure/api'

/** @param kind Stable name of the kind of error, in kebab-case. */
export function problemOf(status: number, kind: string, detail: string): Problem {
  return { type: `/problems/${kind}`, title: STATUS_CODES[status] ?? 'Error', status, detail }
}

export function sendProblem(
  response: ServerResponse,
  problem: Problem,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(problem.status, {
    ...headers,
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(problem))
}

/** Answers on a bare socket, and closes it: an upgrade that is not made, or what is no request. */
export function rejectUpgrade(socket: Duplex, problem: Problem): void {
  const body = JSON.stringify(problem)
  socket.end(
    `HTTP/1.1 ${problem.status} ${problem.title}\r\ncontent-type: application/problem+json\r\n` +
      'cache-control: no-store\r\nx-content-type-options: nosniff\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}
