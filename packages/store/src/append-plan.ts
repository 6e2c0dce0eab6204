/**
 * What a batch of appends does, decided without a database: who is committed under which seq, who is refused and why.
 *
 * Both stores read what `keysOf` names inside their transaction, ask `planAppend`, write the plan and commit. The plan
 * is only right while the documents it was made for are locked.
 */
import { type ClientSeq, type DocumentId, type Epoch, type Seq, toSeq, type UserId } from '@dure/protocol'
import { type CursorKey, cursorKey } from './cursor-key.ts'
import type { AppendOutcome, AppendRequest } from './store.ts'

/** What must be known of each document named by a batch. */
export interface AppendKeys {
  readonly sessions: Set<CursorKey>
  readonly yjsClientIds: Set<number>
}

export interface KnownDocument {
  readonly epoch: Epoch
  readonly head: Seq
  /** Highest committed clientSeq by session; a session that never wrote is absent. */
  readonly cursors: ReadonlyMap<CursorKey, ClientSeq>
  readonly authors: ReadonlyMap<number, UserId>
}

export interface PlannedRow {
  readonly request: AppendRequest
  readonly seq: Seq
}

export interface AppendPlan {
  /** One a request, in order. */
  readonly outcomes: readonly AppendOutcome[]
  readonly rows: readonly PlannedRow[]
  /** Only documents that got rows. */
  readonly documents: ReadonlyMap<DocumentId, PlannedDocument>
}

export interface PlannedDocument {
  readonly head: Seq
  /** Only cursors that moved. */
  readonly cursors: ReadonlyMap<CursorKey, ClientSeq>
  /** Only ids that were nobody's before. */
  readonly claims: ReadonlyMap<number, UserId>
}

export function keysOf(batch: readonly AppendRequest[]): Map<DocumentId, AppendKeys> {
  const keys = new Map<DocumentId, AppendKeys>()
  for (const request of batch) {
    let document = keys.get(request.documentId)
    if (!document) {
      document = { sessions: new Set(), yjsClientIds: new Set() }
      keys.set(request.documentId, document)
    }
    document.sessions.add(cursorKey(request.sessionId, request.userId))
    for (const id of request.yjsClientIds) document.yjsClientIds.add(id)
  }
  return keys
}

/** The batch by document, each with the places of its requests: what is done when the batch cannot be done as one. */
export function byDocument(
  batch: readonly AppendRequest[],
): ReadonlyMap<DocumentId, { readonly places: readonly number[]; readonly requests: readonly AppendRequest[] }> {
  const parts = new Map<DocumentId, { places: number[]; requests: AppendRequest[] }>()
  for (const [place, request] of batch.entries()) {
    let part = parts.get(request.documentId)
    if (!part) {
      part = { places: [], requests: [] }
      parts.set(request.documentId, part)
    }
    part.places.push(place)
    part.requests.push(request)
  }
  return parts
}

const DUPLICATE: AppendOutcome = Object.freeze({ kind: 'duplicate' })
const UNKNOWN_DOCUMENT: AppendOutcome = Object.freeze({ kind: 'unknown-document' })

export function planAppend(batch: readonly AppendRequest[], known: ReadonlyMap<DocumentId, KnownDocument>): AppendPlan {
  const documents = new Map<DocumentId, DocumentPlan>()
  const rows: PlannedRow[] = []
  const outcomes = batch.map((request): AppendOutcome => {
    const before = known.get(request.documentId)
    if (!before) return UNKNOWN_DOCUMENT
    // The lineage comes first: of another epoch nothing is known, not even what it had committed.
    if (request.epoch !== before.epoch) return { kind: 'wrong-epoch', epoch: before.epoch }
    let document = documents.get(request.documentId)
    if (!document) {
      document = new DocumentPlan(before)
      documents.set(request.documentId, document)
    }
    if (request.clientSeq <= document.cursorOf(cursorKey(request.sessionId, request.userId))) return DUPLICATE
    const foreign = request.yjsClientIds.find((id) => (document.authorOf(id) ?? request.userId) !== request.userId)
    if (foreign !== undefined) return { kind: 'foreign-client', yjsClientId: foreign }
    const seq = document.commit(request)
    rows.push({ request, seq })
    return { kind: 'committed', seq }
  })
  for (const [id, document] of documents) if (document.cursors.size === 0) documents.delete(id)
  return { outcomes, rows, documents }
}

/** A document as it stands after the requests planned so far. */
class DocumentPlan implements PlannedDocument {
  readonly #before: KnownDocument
  readonly cursors = new Map<CursorKey, ClientSeq>()
  readonly claims = new Map<number, UserId>()
  head: Seq

  constructor(before: KnownDocument) {
    this.#before = before
    this.head = before.head
  }

  cursorOf(session: CursorKey): number {
    return this.cursors.get(session) ?? this.#before.cursors.get(session) ?? 0
  }

  authorOf(yjsClientId: number): UserId | undefined {
    return this.#before.authors.get(yjsClientId) ?? this.claims.get(yjsClientId)
  }

  commit(request: AppendRequest): Seq {
    this.head = toSeq(this.head + 1)
    this.cursors.set(cursorKey(request.sessionId, request.userId), request.clientSeq)
    for (const id of request.yjsClientIds) {
      if (!this.#before.authors.has(id)) this.claims.set(id, request.userId)
    }
    return this.head
  }
}
