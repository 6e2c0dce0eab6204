/** One update on its way into a document's log, and who wants to know what becomes of it. */
import type { ClientSeq, RefusalReason, SessionId, UserId } from '@dure/protocol'

export interface Submission {
  readonly sessionId: SessionId
  readonly clientSeq: ClientSeq
  readonly userId: UserId
  readonly update: Uint8Array
  /** The connection it came by, to tell its own edits from others'. */
  readonly author: object
  /** True for a client's answer to "what do you have": it repeats deletions that may be known. */
  readonly restates: boolean
  /** Its effect is on disk. */
  durable(): void
  /** It changed nothing. */
  refused(reason: RefusalReason, detail: string): void
}
