/** A request that cannot be served, with the problem that says why. Thrown by routes, answered in one place. */
import type { Problem } from '@dure/api'
import { problemOf } from '../transport/http-problem.ts'

export class ApiFault extends Error {
  override name = 'ApiFault'
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>

  /** @param kind Stable name of the kind of error, in kebab-case: one of `@dure/api`'s `PROBLEMS`. */
  constructor(status: number, kind: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.headers = headers
    this.problem = problemOf(status, kind, detail)
  }
}

export function respond(problem: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  })
}
