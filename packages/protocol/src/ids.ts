/**
 * The identifiers that cross a border (socket, URL, database row), each minted and parsed here and nowhere else.
 *
 * A raw string becomes an id once, at the border, by `parse…`; from then on the type carries the proof.
 */

declare const brand: unique symbol
type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** 22 characters of `[0-9A-Za-z]`, 130 random bits: safe in a URL, selected by one double click. */
export type DocumentId = Branded<string, 'DocumentId'>
/** A person, or a guest of this deployment. */
export type UserId = Branded<string, 'UserId'>
/** People who work together, and what they write. */
export type WorkspaceId = Branded<string, 'WorkspaceId'>
/** One client's outbox: `(session, clientSeq)` names an update for ever, across reconnects and replicas. */
export type SessionId = Branded<string, 'SessionId'>
/** A file of a document, unique within it. Drawn by the client, so that the text can name it before the server knows. */
export type AttachmentId = Branded<string, 'AttachmentId'>
/** One sync-server process, newly minted at each start. */
export type ReplicaId = Branded<string, 'ReplicaId'>
/** Position in a document's log: 1 for its first update, gapless. 0 stands for "before the first". */
export type Seq = Branded<number, 'Seq'>
/** A document's lineage: changes only when its log is replaced. Starts at 1. */
export type Epoch = Branded<number, 'Epoch'>
/** Position in a session's outbox: 1 for its first update, only ever growing. */
export type ClientSeq = Branded<number, 'ClientSeq'>

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const ID_LENGTH = 22
const ID_PATTERN = /^[0-9A-Za-z]{22}$/
/** Stock clients and tests may bring session names of their own; this bounds them. */
const SESSION_PATTERN = /^[0-9A-Za-z_-]{8,64}$/

/** 22 characters drawn from the system's secure source; rejection keeps every character equally likely. */
function randomId(): string {
  let id = ''
  while (id.length < ID_LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(ID_LENGTH * 2))) {
      // 248 = 4 × 62: bytes above it would favour the first characters.
      if (byte < 248 && id.length < ID_LENGTH) id += ALPHABET.charAt(byte % 62)
    }
  }
  return id
}

export const newDocumentId = (): DocumentId => randomId() as DocumentId
export const newWorkspaceId = (): WorkspaceId => randomId() as WorkspaceId
export const newUserId = (): UserId => randomId() as UserId
export const newSessionId = (): SessionId => randomId() as SessionId
export const newAttachmentId = (): AttachmentId => randomId() as AttachmentId
export const newReplicaId = (): ReplicaId => randomId() as ReplicaId

/** The id, or undefined when `raw` is not one. */
export const parseDocumentId = (raw: unknown): DocumentId | undefined =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? (raw as DocumentId) : undefined

/** The id, or undefined when `raw` is not one. */
export const parseUserId = (raw: unknown): UserId | undefined =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? (raw as UserId) : undefined

/** The id, or undefined when `raw` is not one. */
export const parseAttachmentId = (raw: unknown): AttachmentId | undefined =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? (raw as AttachmentId) : undefined

/** The id, or undefined when `raw` is not one. */
export const parseReplicaId = (raw: unknown): ReplicaId | undefined =>
  typeof raw === 'string' && ID_PATTERN.test(raw) ? (raw as ReplicaId) : undefined

/** The id, or undefined when `raw` is not 8 to 64 characters of `[0-9A-Za-z_-]`. */
export const parseSessionId = (raw: unknown): SessionId | undefined =>
  typeof raw === 'string' && SESSION_PATTERN.test(raw) ? (raw as SessionId) : undefined

const isCount = (raw: unknown): raw is number => Number.isSafeInteger(raw) && (raw as number) >= 0

/** A whole number ≥ 0. Throws `RangeError` otherwise: sequence numbers come from our own log or a checked reader. */
export function toSeq(raw: number): Seq {
  if (!isCount(raw)) throw new RangeError(`a seq is a whole number from 0 on, got ${raw}`)
  return raw as Seq
}

/** A whole number ≥ 1. Throws `RangeError` otherwise. */
export function toEpoch(raw: number): Epoch {
  if (!isCount(raw) || raw === 0) throw new RangeError(`an epoch is a whole number from 1 on, got ${raw}`)
  return raw as Epoch
}

/** A whole number ≥ 0. Throws `RangeError` otherwise. */
export function toClientSeq(raw: number): ClientSeq {
  if (!isCount(raw)) throw new RangeError(`a clientSeq is a whole number from 0 on, got ${raw}`)
  return raw as ClientSeq
}
