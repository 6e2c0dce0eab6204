/** What somebody can sign in with besides a password. */
import type { UserId } from '@dure/protocol'

/** Codes of an authenticator app. One a person. */
export interface SecondFactorTable {
  person_id: UserId
  /** Encrypted with a key that is derived from the server's secret. */
  secret: string
  /** The newest time step a code was taken for: none is taken twice. */
  last_counter: number
  created_at: number
  /** Null until a first code showed that the app has the key: nothing is asked before. */
  confirmed_at: number | null
}

/** What lets somebody in once who lost the app. */
export interface RecoveryCodeTable {
  person_id: UserId
  /** SHA-256. */
  code_hash: string
}

export interface PasskeyTable {
  id: string
  person_id: UserId
  name: string
  /** What the authenticator calls it, base64url. */
  credential_id: string
  /** COSE, base64url. */
  public_key: string
  /** How often the authenticator says it was used; 0 when it does not count. */
  counter: number
  /** JSON: how browsers reach it. */
  transports: string
  created_at: number
  last_used_at: number | null
}
