/**
 * Sessions on this replica that are not one socket: what their client says comes by requests of its own, to whichever
 * replica, and finds its session here.
 */
import type { RelayMessage } from '@dure/backplane'
import type { DocumentId, SessionId, UserId } from '@dure/protocol'

export interface AddressedSession {
  readonly userId: UserId
  /** False between two polls: the next one may be answered elsewhere. */
  readonly attended: boolean
  received(message: Uint8Array): void
  /** The same client has connected anew, here. */
  superseded(): void
}

export class SessionDirectory {
  readonly #sessions = new Map<string, AddressedSession>()

  /** A client has connected anew, by whatever carries it: what is left here of its former session ends. */
  supersede(documentId: DocumentId, sessionId: SessionId, userId: UserId): void {
    const former = this.#sessions.get(`${documentId} ${sessionId}`)
    if (former?.userId === userId) former.superseded()
  }

  /** Adds a session; answers how to take it out. */
  add(documentId: DocumentId, sessionId: SessionId, session: AddressedSession): () => void {
    const key = `${documentId} ${sessionId}`
    this.#sessions.set(key, session)
    return () => {
      if (this.#sessions.get(key) === session) this.#sessions.delete(key)
    }
  }

  /** Hands a message to its session. Answers whether it is here and attended; if not, it may be elsewhere as well. */
  deliver(documentId: DocumentId, message: Omit<RelayMessage, 'kind'>): boolean {
    const session = this.#sessions.get(`${documentId} ${message.sessionId}`)
    // Whoever learns of a session's name must not speak for its person.
    if (!session || session.userId !== message.userId) return false
    session.received(message.bytes)
    return session.attended
  }
}
