/**
 * Passwords and signed-in browsers, by better-auth over the store's own tables. Its HTTP handler is not mounted: the API
 * has routes, schemas and limits of its own and asks this; whatever somebody signs in with, `open` is where it ends. What a
 * cookie is worth is read from the store each time (`callers.ts`), so a sign-in that was ended is worth nothing at once.
 */
import { newUserId, type UserId } from '@dure/protocol'
import type { SqlStore } from '@dure/store'
import { betterAuth } from 'better-auth'
import { SIGN_IN_DAYS } from '../limits.ts'
import { PASSWORD_PROVIDER } from '../people/new-person.ts'
import { signedToken } from './session-cookie.ts'

export interface SignIn {
  /** Whose e-mail and password these are; undefined when they are nobody's. Takes as long either way. */
  checkPassword(email: string, password: string): Promise<UserId | undefined>
  /** A new signed-in browser. Answers what its cookie holds. */
  open(personId: UserId, browser: Browser): Promise<string>
  hashPassword(password: string): Promise<string>
  verifyPassword(hash: string, password: string): Promise<boolean>
}

export interface Browser {
  readonly address: string
  readonly userAgent: string
}

const DAY_SECONDS = 24 * 60 * 60

export async function createSignIn(store: SqlStore, secret: string): Promise<SignIn> {
  const auth = betterAuth({
    appName: 'Dure',
    // Never used to build a link: no handler is mounted.
    baseURL: 'http://dure.invalid',
    secret,
    // One schema for both databases: as for SQLite, times are text and truths are numbers.
    database: { db: store.database, type: 'sqlite' },
    logger: { disabled: true },
    telemetry: { enabled: false },
    emailAndPassword: { enabled: true, disableSignUp: true },
    session: { modelName: 'sign_in', expiresIn: SIGN_IN_DAYS * DAY_SECONDS, fields: SIGN_IN_FIELDS },
    user: { modelName: 'person', fields: PERSON_FIELDS },
    account: { modelName: 'credential', fields: CREDENTIAL_FIELDS },
    verification: { modelName: 'verification', fields: VERIFICATION_FIELDS },
    advanced: {
      cookiePrefix: 'dure',
      // The API adds `Secure` where the request came by TLS.
      useSecureCookies: false,
      database: { generateId: () => newUserId(), validateSchema: false },
    },
  })
  const context = await auth.$context
  return {
    async checkPassword(email, password) {
      const row = await store.database
        .selectFrom('credential')
        .innerJoin('person', 'person.id', 'credential.person_id')
        .select(['person.id as id', 'password'])
        .where('email', '=', email)
        .where('provider_id', '=', PASSWORD_PROVIDER)
        .executeTakeFirst()
      if (!row?.password) {
        // The same work: how long the answer takes must not say who has an account.
        await context.password.hash(password)
        return undefined
      }
      return (await context.password.verify({ hash: row.password, password })) ? row.id : undefined
    },
    async open(personId, { address, userAgent }) {
      const session = await context.internalAdapter.createSession(personId, false, { ipAddress: address, userAgent })
      if (!session) throw new Error('the sign-in could not be written')
      return signedToken(session.token, secret)
    },
    hashPassword: (password) => context.password.hash(password),
    verifyPassword: (hash, password) => context.password.verify({ hash, password }),
  }
}

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' }
const PERSON_FIELDS = { ...TIMES, emailVerified: 'email_verified' }
const SIGN_IN_FIELDS = {
  ...TIMES,
  userId: 'person_id',
  expiresAt: 'expires_at',
  ipAddress: 'ip_address',
  userAgent: 'user_agent',
}
const CREDENTIAL_FIELDS = {
  ...TIMES,
  userId: 'person_id',
  accountId: 'account_id',
  providerId: 'provider_id',
  accessToken: 'access_token',
  refreshToken: 'refresh_token',
  idToken: 'id_token',
  accessTokenExpiresAt: 'access_token_expires_at',
  refreshTokenExpiresAt: 'refresh_token_expires_at',
}
const VERIFICATION_FIELDS = { ...TIMES, expiresAt: 'expires_at' }
