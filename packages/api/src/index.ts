/** The HTTP contract of `/api`: what the server serves, the web calls and integrators read. */

export { type ApiClient, ApiError, createApiClient } from './api-client.ts'
export {
  type CreateDocument,
  createDocumentSchema,
  type Document,
  type DocumentPage,
  documentPageSchema,
  documentSchema,
} from './documents.ts'
export { type Problem, problemSchema } from './problem.ts'
export { API_ROUTES } from './routes.ts'
