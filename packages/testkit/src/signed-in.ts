/**
 * People who are signed in to a real server, by its own API. A server that is started with `OWNER_SETTINGS` has an
 * owner from its first moment, and no first run.
 */

export interface Credentials {
  readonly name: string
  readonly email: string
  readonly password: string
}

export const OWNER: Credentials = {
  name: 'Olive Owner',
  email: 'owner@dure.test',
  password: 'many hands, one field',
}

/** For the environment of a server. */
export const OWNER_SETTINGS: Readonly<Record<string, string>> = {
  DURE_OWNER_NAME: OWNER.name,
  DURE_OWNER_EMAIL: OWNER.email,
  DURE_OWNER_PASSWORD: OWNER.password,
}

/** What a request says to be theirs: `{ cookie }`. */
export type SignedInHeaders = { readonly cookie: string }

export async function signIn(origin: string, { email, password }: Credentials = OWNER): Promise<SignedInHeaders> {
  const response = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return { cookie: await cookieOf(response) }
}

/** The first run of a server that has no owner yet. */
export async function setUp(origin: string, owner: Credentials = OWNER): Promise<SignedInHeaders> {
  const response = await fetch(`${origin}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(owner),
  })
  return { cookie: await cookieOf(response) }
}

/** Somebody new, by an invitation of the owner's. */
export async function joinAs(
  origin: string,
  owner: SignedInHeaders,
  person: Credentials,
  role: 'admin' | 'member' | 'guest' = 'member',
): Promise<SignedInHeaders> {
  const headers = { 'content-type': 'application/json' }
  const invitation = await fetch(`${origin}/api/invitations`, {
    method: 'POST',
    headers: { ...headers, ...owner },
    body: JSON.stringify({ role }),
  })
  const token = await textOf(invitation, 'token')
  const joined = await fetch(`${origin}/api/join/${token}`, { method: 'POST', headers, body: JSON.stringify(person) })
  return { cookie: await cookieOf(joined) }
}

/** A personal access token for programs that read and write. */
export async function createToken(origin: string, by: SignedInHeaders): Promise<string> {
  const response = await fetch(`${origin}/api/account/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...by },
    body: JSON.stringify({ name: 'A program', scope: 'write' }),
  })
  return textOf(response, 'token')
}

/** A new document of somebody's that whoever has its id may edit, without an account. Answers the id. */
export async function createOpenDocument(origin: string, by: SignedInHeaders): Promise<string> {
  const response = await fetch(`${origin}/api/documents`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...by },
    body: JSON.stringify({ generalAccess: { reach: 'link', role: 'editor' } }),
  })
  return textOf(response, 'id')
}

async function cookieOf(response: Response): Promise<string> {
  const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0]
  if (!response.ok || !cookie) throw new Error(`signing in: ${response.status} ${await response.text()}`)
  return cookie
}

async function textOf(response: Response, field: string): Promise<string> {
  const body: unknown = await response.json()
  const value =
    typeof body === 'object' && body !== null ? Object.entries(body).find(([name]) => name === field) : undefined
  if (!response.ok || typeof value?.[1] !== 'string') {
    throw new Error(`${response.url}: ${response.status} ${JSON.stringify(body)}`)
  }
  return value[1]
}
