/** A typed client of the HTTP API, for the web and for integrators. */
import { type Document, type DocumentPage, documentPageSchema, documentSchema } from './documents.ts'
import { type Problem, problemSchema } from './problem.ts'
import { API_ROUTES } from './routes.ts'

/** The server answered with a problem, or with something that is not this API. */
export class ApiError extends Error {
  override name = 'ApiError'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.status} ${problem.title}: ${problem.detail}`)
    this.problem = problem
  }
}

export interface ApiClient {
  /** Newest change first. */
  listDocuments(page?: { readonly limit?: number; readonly cursor?: string }): Promise<DocumentPage>
  createDocument(): Promise<Document>
  /** @throws ApiError with status 404 for an unknown document. */
  getDocument(id: string): Promise<Document>
}

/** @param origin Scheme, host and port, e.g. `http://localhost:3000`; empty in a browser for the page's own. */
export function createApiClient(origin: string): ApiClient {
  const call = async <T>(schema: { parse(raw: unknown): T }, path: string, init?: RequestInit): Promise<T> => {
    const response = await fetch(origin + path, { ...init, headers: { accept: 'application/json', ...init?.headers } })
    const body: unknown = await response.json().catch(() => undefined)
    if (response.ok) return schema.parse(body)
    const problem = problemSchema.safeParse(body)
    throw new ApiError(
      problem.success
        ? problem.data
        : {
            type: '/problems/no-api',
            title: response.statusText,
            status: response.status,
            detail: `No API at ${origin}${path}.`,
          },
    )
  }
  return {
    listDocuments: (page = {}) => {
      const query = new URLSearchParams()
      if (page.limit !== undefined) query.set('limit', String(page.limit))
      if (page.cursor !== undefined) query.set('cursor', page.cursor)
      return call(documentPageSchema, query.size > 0 ? `${API_ROUTES.documents}?${query}` : API_ROUTES.documents)
    },
    createDocument: () =>
      call(documentSchema, API_ROUTES.documents, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{}',
      }),
    getDocument: (id) => call(documentSchema, API_ROUTES.document(id)),
  }
}
