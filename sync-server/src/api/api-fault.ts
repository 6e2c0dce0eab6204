/** A request that cannot be served, with the problem that says why. Thrown by routes, answered in one place. */
import type { Problem } from '@dure/api'
import { problemOf } from '../transport/http-problem.ts'

export class ApiFault extends Error {
  override name = 'ApiFault'
  readonly problem: Problem
  readonly headers: Readonly<Record<string, string>>

  /** @param kind Stable name of the kind of error, in kebab-case. */
  constructor(status: number, kind: string, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail)
    this.headers = headers
    this.problem = problemOf(status, kind, detail)
  }
}

/** A handler for the methods a path does not take. Register it after those it takes. */
export const methodNotAllowed = (allow: string) => (): never => {
  throw new ApiFault(405, 'method-not-allowed', `This path takes ${allow}.`, { allow })
}
