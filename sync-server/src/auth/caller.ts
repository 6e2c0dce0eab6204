/** Who sends a request, as far as their credential says it. What they may do with a document is asked at the door. */
import type { UserId } from '@dure/protocol'

export type Caller =
  /** Nobody we know: no credential was shown. */
  | { readonly kind: 'guest' }
  /** A credential was shown that is none, or no longer one. Never treated like a guest: they believe to be somebody. */
  | { readonly kind: 'rejected' }
  | Person

export interface Person {
  readonly kind: 'person'
  readonly userId: UserId
  readonly name: string
  readonly email: string
  readonly credential: Credential
  /** Unix time in ms from which on the credential is none; undefined when it has no end. */
  readonly expiresAt: number | undefined
}

export type Credential =
  /** A signed-in browser. `id` is the row's, and is no secret. */
  | { readonly kind: 'sign-in'; readonly id: string }
  /** A personal access token. */
  | { readonly kind: 'token'; readonly id: string; readonly scope: TokenScope }

/** `write`: all that the person may do with documents. `read`: of that, what changes nothing. */
export type TokenScope = 'read' | 'write'

export const parseTokenScope = (raw: string): TokenScope => (raw === 'write' ? 'write' : 'read')
