/**
 * The OpenID Connect provider of the settings: authorization code with PKCE, state and nonce, by openid-client. What is
 * known of a browser that went there is kept here and bound to it by a cookie; what comes back is taken once.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import { z } from 'zod'
import type { OidcSettings } from '../config/read-config.ts'
import { PROVIDER_MINUTES, PROVIDER_SECONDS } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { Proofs } from './proofs.ts'

/** Who somebody is, as the provider says it. */
export interface ProvidedIdentity {
  /** Never given to anybody else there. */
  readonly subject: string
  /** In lower case; undefined when the provider does not vouch for it. */
  readonly verifiedEmail: string | undefined
  readonly name: string | undefined
}

/** What is known of a browser that was sent there. */
export interface Journey {
  readonly next: string
  /** Whose account is to be connected; undefined for somebody who signs in. */
  readonly connect: string | undefined
}

export type Returned =
  | { readonly kind: 'identity'; readonly identity: ProvidedIdentity; readonly journey: Journey }
  /** They said no there, or the provider does not answer, or what came back is not what was asked for. */
  | { readonly kind: 'failed'; readonly trouble: 'cancelled' | 'expired' | 'failed' }

const keptSchema = z.object({
  verifier: z.string(),
  nonce: z.string(),
  next: z.string(),
  connect: z.string().optional(),
})

const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().max(254).optional(),
  // Some say it as text.
  email_verified: z.union([z.boolean(), z.string()]).optional(),
  name: z.string().optional(),
})

export class IdentityProvider {
  readonly settings: OidcSettings
  readonly #proofs: Proofs
  readonly #logger: Logger
  #found: Configuration | undefined

  constructor(settings: OidcSettings, proofs: Proofs, logger: Logger) {
    this.settings = settings
    this.#proofs = proofs
    this.#logger = logger
  }

  /** Names the issuer in the store. */
  get id(): string {
    return `oidc:${this.settings.issuer.href}`
  }

  /** Where to send the browser, and what its cookie holds until it is back. Undefined when the provider does not answer. */
  async begin(journey: Journey): Promise<{ readonly url: URL; readonly state: string } | undefined> {
    const found = await this.#find()
    if (!found) return undefined
    const [verifier, nonce, state] = [randomPKCECodeVerifier(), randomNonce(), randomState()]
    const kept = JSON.stringify({ verifier, nonce, ...journey })
    await this.#proofs.begin('provider', kept, PROVIDER_MINUTES * 60_000, state)
    const url = buildAuthorizationUrl(found, {
      redirect_uri: this.#callback,
      scope: 'openid email profile',
      code_challenge: await calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    return { url, state }
  }

  /**
   * @param query What the browser came back with.
   * @param state What its cookie holds.
   */
  async finish(query: URLSearchParams, state: string | undefined): Promise<Returned> {
    // Another browser's journey is not ended here: nobody is signed in as somebody else by a link.
    if (state === undefined || query.get('state') !== state) return { kind: 'failed', trouble: 'expired' }
    const raw = await this.#proofs.take('provider', state)
    if (raw === undefined) return { kind: 'failed', trouble: 'expired' }
    if (query.has('error')) {
      const cancelled = query.get('error') === 'access_denied'
      return { kind: 'failed', trouble: cancelled ? 'cancelled' : 'failed' }
    }
    const { verifier, nonce, next, connect } = keptSchema.parse(JSON.parse(raw))
    const found = await this.#find()
    if (!found) return { kind: 'failed', trouble: 'failed' }
    try {
      const url = new URL(this.#callback)
      url.search = query.toString()
      const tokens = await authorizationCodeGrant(found, url, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      })
      const claims = claimsSchema.parse(tokens.claims())
      // Providers may say the e-mail only when they are asked for it.
      const more =
        claims.email === undefined && found.serverMetadata().userinfo_endpoint !== undefined
          ? claimsSchema.parse(await fetchUserInfo(found, tokens.access_token, claims.sub))
          : claims
      return { kind: 'identity', identity: identityOf(more), journey: { next, connect } }
    } catch (error) {
      this.#logger.warn({ err: error }, 'signing in by the other provider failed')
      return { kind: 'failed', trouble: 'failed' }
    }
  }

  get #callback(): string {
    return `${this.settings.publicUrl}/api/session/oidc/callback`
  }

  /** Looked up when it is first needed, and again while it could not be. */
  async #find(): Promise<Configuration | undefined> {
    if (this.#found) return this.#found
    const { issuer, clientId, clientSecret } = this.settings
    try {
      this.#found = await discovery(issuer, clientId, clientSecret, undefined, {
        timeout: PROVIDER_SECONDS,
        // The settings let http through on this machine only.
        execute: issuer.protocol === 'http:' ? [allowInsecureRequests] : [],
      })
    } catch (error) {
      this.#logger.warn({ issuer: issuer.href, err: error }, 'the provider of DURE_OIDC_ISSUER does not answer')
    }
    return this.#found
  }
}

function identityOf({ sub, email, email_verified, name }: z.infer<typeof claimsSchema>): ProvidedIdentity {
  const verified = email_verified === true || email_verified === 'true'
  return { subject: sub, verifiedEmail: verified ? email?.trim().toLowerCase() : undefined, name }
}
