/** What the API keeps for itself. */
import type { UserId } from '@dure/protocol'

/** The answer to a request that carried an `Idempotency-Key`. */
export interface KeptAnswerTable {
  person_id: UserId
  /** SHA-256 of the key. */
  key_hash: string
  /** SHA-256 of what was asked for. */
  request_hash: string
  created_at: number
  /** Encrypted; null until there is one. */
  answer: Uint8Array | null
}
