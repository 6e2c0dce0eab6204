/**
 * The door to documents: who sends a request, and what they may do with a document. The one place both are decided,
 * whatever carries the connection (WebSocket, fallback, API).
 *
 * A transport asks `callerOf` once for each HTTP request it gets, and hands the answer to the session it opens; the
 * session asks `admit` when it knows which document and under which name.
 */
import type { IncomingMessage } from 'node:http'
import { CLOSE, type CloseReason, type DocumentId } from '@dure/protocol'
import { guest, type Identity } from './identity.ts'

export type Caller =
  /** Nobody we know: no credential was shown. */
  | { readonly kind: 'guest' }
  /** A credential was shown that is none, or no longer one. Never treated like a guest: they believe to be somebody. */
  | { readonly kind: 'rejected' }

export type Admission =
  | { readonly kind: 'admitted'; readonly identity: Identity }
  | { readonly kind: 'refused'; readonly reason: CloseReason }

export interface Door {
  /** @throws StoreUnavailable when it cannot be told just now. */
  callerOf(request: IncomingMessage): Promise<Caller>
  /**
   * @param displayName What a guest wants to be called, cleaned; ignored for a person. May be empty.
   * @throws StoreUnavailable when it cannot be told just now.
   */
  admit(caller: Caller, documentId: DocumentId, displayName: string): Promise<Admission>
}

/** Lets everybody in as the same guest, who may edit everything. */
export const openDoor: Door = {
  callerOf: async () => ({ kind: 'guest' }),
  admit: async (caller, _documentId, displayName) =>
    caller.kind === 'rejected'
      ? { kind: 'refused', reason: CLOSE.signInRequired }
      : { kind: 'admitted', identity: guest(displayName) },
}
