/** Paths of the API, in one place for server and client. */
export const API_ROUTES = {
  documents: '/api/documents',
  document: (id: string): string => `/api/documents/${encodeURIComponent(id)}`,
} as const
