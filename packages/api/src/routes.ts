/** Paths of the API, in one place for server and client. */
const part = encodeURIComponent

export const API_ROUTES = {
  session: '/api/session',
  signInMethods: '/api/session/methods',
  setUp: '/api/setup',
  resets: '/api/password-resets',
  reset: (token: string): string => `/api/password-resets/${part(token)}`,
  account: '/api/account',
  password: '/api/account/password',
  sessions: '/api/account/sessions',
  signedIn: (id: string): string => `/api/account/sessions/${part(id)}`,
  tokens: '/api/account/tokens',
  token: (id: string): string => `/api/account/tokens/${part(id)}`,
  members: '/api/members',
  member: (id: string): string => `/api/members/${part(id)}`,
  memberReset: (id: string): string => `/api/members/${part(id)}/password-reset`,
  invitations: '/api/invitations',
  invitation: (id: string): string => `/api/invitations/${part(id)}`,
  offer: (token: string): string => `/api/join/${part(token)}`,
  documents: '/api/documents',
  document: (id: string): string => `/api/documents/${part(id)}`,
  access: (id: string): string => `/api/documents/${part(id)}/access`,
  generalAccess: (id: string): string => `/api/documents/${part(id)}/access/general`,
  grants: (id: string): string => `/api/documents/${part(id)}/access/people`,
  grant: (id: string, person: string): string => `/api/documents/${part(id)}/access/people/${part(person)}`,
  openApi: '/api/openapi.json',
} as const
