/**
 * The one function that turns a request into its caller, whatever carries it: WebSocket upgrade, fallback, API.
 *
 * A credential is a session cookie, or a personal access token: in `Authorization: Bearer …`, or for documents, whose
 * stock clients can set no headers, as `?token=…`. Read from the store each time: what was ended is worth nothing.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { type StoreTables, StoreUnavailable } from '@dure/store'
import type { Kysely } from 'kysely'
import { SIGN_IN_DAYS, SIGN_IN_NOTED_MS } from '../limits.ts'
import { type Caller, type Credential, parseTokenScope } from './caller.ts'
import { sessionTokenIn } from './session-cookie.ts'

const GUEST: Caller = Object.freeze({ kind: 'guest' })
const REJECTED: Caller = Object.freeze({ kind: 'rejected' })

/** How a personal access token begins, so that people and scanners know one when they see it. */
export const TOKEN_PREFIX = 'dure_'

const BEARER = /^bearer +(\S+)$/i
const QUERY_TOKEN_PATH = '/sync/'

/** What is stored of a secret that was drawn at random: there is nothing to guess, so a fast hash does. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

/** Where a request carries them. */
type Credentials = Pick<IncomingMessage, 'headers' | 'url'>

export class Callers {
  readonly #db: Kysely<StoreTables>
  readonly #secret: string

  constructor(db: Kysely<StoreTables>, secret: string) {
    this.#db = db
    this.#secret = secret
  }

  /** @throws StoreUnavailable when it cannot be told just now. */
  async of(request: Credentials): Promise<Caller> {
    const bearer = bearerIn(request)
    if (bearer !== undefined) return this.#byToken(bearer)
    const cookie = sessionTokenIn(request.headers.cookie, this.#secret)
    if (cookie === 'none') return GUEST
    return cookie === 'forged' ? REJECTED : this.#bySignIn(cookie.token)
  }

  /** Whose a personal access token is, that came by another way than a request's own. */
  by(token: string): Promise<Caller> {
    return this.#byToken(token)
  }

  /** The same person again, if their credential is still one. */
  async again(credential: Credential): Promise<Caller> {
    return credential.kind === 'sign-in'
      ? this.#signedIn((query) => query.where('sign_in.id', '=', credential.id))
      : this.#withToken((query) => query.where('access_token.id', '=', credential.id))
  }

  #bySignIn(token: string): Promise<Caller> {
    return this.#signedIn((query) => query.where('sign_in.token', '=', token))
  }

  #byToken(token: string): Promise<Caller> {
    if (!token.startsWith(TOKEN_PREFIX)) return Promise.resolve(REJECTED)
    return this.#withToken((query) => query.where('access_token.token_hash', '=', hashOf(token)))
  }

  async #signedIn(which: (query: SignInQuery) => SignInQuery): Promise<Caller> {
    const row = await which(signIns(this.#db)).executeTakeFirst()
    if (!row || row.disabledAt !== null || row.expiresAt <= new Date().toISOString()) return REJECTED
    if (Date.parse(row.updatedAt) < Date.now() - SIGN_IN_NOTED_MS) await whereThereIsRoom(this.#note(row.id))
    const { userId, name, email, id } = row
    const credential = { kind: 'sign-in', id } as const
    return { kind: 'person', userId, name, email, credential, expiresAt: Date.parse(row.expiresAt) }
  }

  /** It is used: it lasts as long again from now on. */
  async #note(id: string): Promise<void> {
    const now = Date.now()
    await this.#db
      .updateTable('sign_in')
      .set({
        updated_at: new Date(now).toISOString(),
        expires_at: new Date(now + SIGN_IN_DAYS * 24 * 60 * 60 * 1000).toISOString(),
      })
      .where('id', '=', id)
      .execute()
  }

  async #noteToken(id: string): Promise<void> {
    await this.#db.updateTable('access_token').set({ last_used_at: Date.now() }).where('id', '=', id).execute()
  }

  async #withToken(which: (query: TokenQuery) => TokenQuery): Promise<Caller> {
    const row = await which(accessTokens(this.#db)).executeTakeFirst()
    if (!row || row.disabledAt !== null || (row.expiresAt !== null && row.expiresAt <= Date.now())) return REJECTED
    const { userId, name, email, id, scope } = row
    if (row.lastUsedAt === null || row.lastUsedAt < Date.now() - SIGN_IN_NOTED_MS) {
      await whereThereIsRoom(this.#noteToken(id))
    }
    const credential = { kind: 'token', id, scope: parseTokenScope(scope) } as const
    return { kind: 'person', userId, name, email, credential, expiresAt: row.expiresAt ?? undefined }
  }
}

/** Whoever may read does so while the disk is full: that they were here is noted with their next request. */
const whereThereIsRoom = (noting: Promise<void>): Promise<void> =>
  noting.catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) throw error
  })

type SignInQuery = ReturnType<typeof signIns>
const signIns = (db: Kysely<StoreTables>) =>
  db
    .selectFrom('sign_in')
    .innerJoin('person', 'person.id', 'sign_in.person_id')
    .select([
      'sign_in.id as id',
      'sign_in.expires_at as expiresAt',
      'sign_in.updated_at as updatedAt',
      'person.id as userId',
      'person.name as name',
      'person.email as email',
      'person.disabled_at as disabledAt',
    ])

type TokenQuery = ReturnType<typeof accessTokens>
const accessTokens = (db: Kysely<StoreTables>) =>
  db
    .selectFrom('access_token')
    .innerJoin('person', 'person.id', 'access_token.person_id')
    .select([
      'access_token.id as id',
      'access_token.scope as scope',
      'access_token.expires_at as expiresAt',
      'access_token.last_used_at as lastUsedAt',
      'person.id as userId',
      'person.name as name',
      'person.email as email',
      'person.disabled_at as disabledAt',
    ])

/** Undefined when none is shown; an Authorization header of another kind is one that proves nothing. */
function bearerIn(request: Credentials): string | undefined {
  const { authorization } = request.headers
  if (authorization !== undefined) return BEARER.exec(authorization.trim())?.[1] ?? ''
  const url = request.url ?? ''
  if (!url.startsWith(QUERY_TOKEN_PATH)) return undefined
  const query = url.indexOf('?')
  return query < 0 ? undefined : (new URLSearchParams(url.slice(query)).get('token') ?? undefined)
}
