/**
 * The door to documents: what somebody may do with one, asked by every session and told anew when it changes.
 *
 * A transport asks `callerOf` once for each HTTP request it gets, and hands the answer to the session it opens; the
 * session says `enter` when it knows which document and under which name, and is told of every change until it leaves.
 */
import type { IncomingMessage } from 'node:http'
import type { CloseReason, DocumentId } from '@dure/protocol'
import type { Caller } from './caller.ts'
import type { Identity } from './identity.ts'

export type Admission =
  | { readonly kind: 'admitted'; readonly identity: Identity }
  | { readonly kind: 'refused'; readonly reason: CloseReason }

export interface Visit {
  /** A guest wants to be called otherwise. */
  rename(displayName: string): void
  /** Nothing is told after this. Idempotent. */
  leave(): void
}

export interface Visitor {
  readonly caller: Caller
  readonly documentId: DocumentId
  /** What a guest wants to be called, cleaned; ignored for a person. May be empty. */
  readonly displayName: string
  /** Called with the first answer and again whenever another one holds. Must not throw. */
  readonly told: (admission: Admission) => void
  /** The first answer cannot be had: StoreUnavailable when it is worth another try. */
  readonly failed: (error: unknown) => void
}

export interface Door {
  /** @throws StoreUnavailable when it cannot be told just now. */
  callerOf(request: IncomingMessage): Promise<Caller>
  /** Who shows this personal access token on an open connection. @throws StoreUnavailable when it cannot be told just now. */
  callerBy(token: string): Promise<Caller>
  /** The answer as it is now. @throws StoreUnavailable when it cannot be told just now. */
  ask(caller: Caller, documentId: DocumentId): Promise<Admission>
  enter(visitor: Visitor): Visit
}
