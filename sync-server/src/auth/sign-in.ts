/**
 * Passwords and signed-in browsers, by better-auth over the store's own tables. Its HTTP handler is not mounted: the API
 * has routes, schemas and limits of its own and asks this. What a cookie is worth is read from the store each time
 * (`callers.ts`), so a sign-in that was ended is worth nothing at once.
 */
import { newUserId } from '@dure/protocol'
import type { SqlStore } from '@dure/store'
import { betterAuth } from 'better-auth'
import { SIGN_IN_DAYS } from '../limits.ts'

export interface SignIn {
  /** Sets the cookie of a new signed-in browser; undefined when e-mail or password is wrong. */
  withPassword(email: string, password: string, headers: Headers): Promise<readonly string[] | undefined>
  hashPassword(password: string): Promise<string>
  verifyPassword(hash: string, password: string): Promise<boolean>
}

/** The cookie that says which browser this is: `<token>.<signature>`. */
export const SESSION_COOKIE = 'dure.session_token'

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
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  })
  const context = await auth.$context
  return {
    async withPassword(email, password, headers) {
      const answer = await auth.api.signInEmail({ body: { email, password }, headers, asResponse: true })
      if (answer.status >= 500) throw new Error(`signing in failed with ${answer.status}`)
      return answer.ok ? answer.headers.getSetCookie() : undefined
    },
    hashPassword: (password) => context.password.hash(password),
    verifyPassword: (hash, password) => context.password.verify({ hash, password }),
  }
}

/** Where the API tells better-auth the address that it found out itself; never taken from a client. */
export const CLIENT_ADDRESS_HEADER = 'x-dure-client-address'

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
