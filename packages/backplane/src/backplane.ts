/**
 * The backplane: the same room on other replicas. It carries hints, never the truth: a message may be lost, repeated
 * or reordered, and nothing that replicas converge to may depend on it. Two implementations (in-process, Redis
 * Pub/Sub) pass one contract suite.
 */
import type { DocumentId, Epoch, PresenceEntry, ReplicaId, Seq, SessionId, UserId } from '@dure/protocol'

/** A run of the log that a replica has just committed. */
export interface CommittedMessage {
  readonly kind: 'committed'
  readonly epoch: Epoch
  readonly fromSeq: Seq
  readonly toSeq: Seq
  /** One update a number, in order; empty when the run was too large to carry: read it from the log. */
  readonly updates: readonly Uint8Array[]
}

/** Presence of people connected to the sending replica: what changed, or on `full` all of it. */
export interface PresenceMessage {
  readonly kind: 'presence'
  /** True: whoever is not among `entries` is no longer on that replica. Also its sign of life. */
  readonly full: boolean
  readonly entries: readonly PresenceEntry[]
}

/** A replica opened the room and wants everyone's presence now. */
export interface PresenceRequestMessage {
  readonly kind: 'presence-request'
}

/** The document's rights, name or existence changed: ask the store. `body` is small JSON. */
export interface EventMessage {
  readonly kind: 'event'
  readonly name: string
  readonly body: unknown
}

/** A client's message that reached another replica than the one that holds its session (see PROTOCOL.md, HTTP). */
export interface RelayMessage {
  readonly kind: 'relay'
  readonly sessionId: SessionId
  /** Who sent it, as the sending replica knows them: the session must be theirs. */
  readonly userId: UserId
  /** As the client wrote it. */
  readonly bytes: Uint8Array
}

export type BackplaneMessage = CommittedMessage | PresenceMessage | PresenceRequestMessage | EventMessage | RelayMessage

/** `up`: messages flow. `down`: they do not; rooms go on from the store and heal when it is `up` again. */
export type BackplaneState = 'up' | 'down'

export interface RoomListener {
  /** A message of another replica; a replica never hears itself. Must not throw. */
  message(from: ReplicaId, message: BackplaneMessage): void
  /** The subscription holds from here on, first or again: what was published before may have been missed. */
  subscribed(): void
}

export interface RoomSubscription {
  /** Sends to the other replicas' rooms, or drops it while down. Never throws, never waits, never grows without bound. */
  publish(message: BackplaneMessage): void
  /** Idempotent. No listener is called after it returns. */
  close(): void
}

export interface Backplane {
  readonly state: BackplaneState
  /** One subscription a document and replica; `listener.subscribed` follows as soon as it holds. */
  join(documentId: DocumentId, listener: RoomListener): RoomSubscription
  /** Called at each change of state; answers how to stop. */
  onStateChange(listener: (state: BackplaneState) => void): () => void
  /** Messages dropped because they could not be sent or decoded, for metrics. */
  readonly dropped: number
  close(): Promise<void>
}
