/** Somebody who asks the API, signed in or not. */
import { type ApiClient, createApiClient } from '@dure/api'
import type { SignedInHeaders } from '@dure/testkit'

export class Somebody {
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
  readonly api: ApiClient

  constructor(origin: string, headers: SignedInHeaders | Readonly<Record<string, string>> = {}) {
    this.origin = origin
    this.headers = { ...headers }
    this.api = createApiClient(origin, this.headers)
  }

  /** The bare answer, for what the client would turn into an error. */
  ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    return fetch(this.origin + path, { method, headers: { ...type, ...this.headers, ...headers }, ...content })
  }

  async status(method: string, path: string, body?: unknown): Promise<number> {
    const response = await this.ask(method, path, body)
    await response.arrayBuffer()
    return response.status
  }
}
