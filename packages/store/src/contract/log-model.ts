/** The log as a few maps in memory: what the random tests compare a store with. Written apart from `append-plan.ts`. */
import { type DocumentId, type SessionId, toEpoch, toSeq, type UserId } from '@dure/protocol'
import type { AppendOutcome, AppendRequest } from '../store.ts'

interface ModelRow {
  readonly seq: number
  readonly user: UserId
  readonly session: SessionId
  readonly clientSeq: number
  readonly bytes: readonly number[]
}

interface ModelDocument {
  readonly rows: ModelRow[]
  readonly authors: Map<number, UserId>
  readonly quarantined: Set<number>
  snapshot: number | undefined
  folded: number
}

export class LogModel {
  readonly documents: ReadonlyMap<DocumentId, ModelDocument>

  constructor(ids: readonly DocumentId[]) {
    this.documents = new Map(
      ids.map((id) => [id, { rows: [], authors: new Map(), quarantined: new Set(), snapshot: undefined, folded: 0 }]),
    )
  }

  append(request: AppendRequest): AppendOutcome {
    const document = this.documents.get(request.documentId)
    if (!document) return { kind: 'unknown-document' }
    if (request.epoch !== 1) return { kind: 'wrong-epoch', epoch: toEpoch(1) }
    if (request.clientSeq <= this.cursor(request.documentId, request.sessionId, request.userId))
      return { kind: 'duplicate' }
    for (const yjsClientId of request.yjsClientIds) {
      const owner = document.authors.get(yjsClientId)
      if (owner !== undefined && owner !== request.userId) return { kind: 'foreign-client', yjsClientId }
    }
    for (const yjsClientId of request.yjsClientIds) document.authors.set(yjsClientId, request.userId)
    const seq = toSeq(document.rows.length + 1)
    document.rows.push({
      seq,
      user: request.userId,
      session: request.sessionId,
      clientSeq: request.clientSeq,
      bytes: [...request.bytes],
    })
    return { kind: 'committed', seq }
  }

  cursor(id: DocumentId, session: SessionId, user: UserId): number {
    const own = this.documents.get(id)?.rows.filter((row) => row.session === session && row.user === user) ?? []
    return Math.max(0, ...own.map((row) => row.clientSeq))
  }

  saveSnapshot(id: DocumentId, seq: number): boolean {
    const document = this.documents.get(id)
    if (!document || seq > document.rows.length || seq <= (document.snapshot ?? -1)) return false
    document.snapshot = seq
    return true
  }

  fold(id: DocumentId, through: number): number {
    const document = this.documents.get(id)
    if (!document) return 0
    const bound = Math.min(through, document.snapshot ?? 0)
    const packed = Math.max(0, bound - document.folded)
    document.folded += packed
    return packed
  }

  readAfter(id: DocumentId, after: number, limit = Number.POSITIVE_INFINITY): readonly ModelRow[] {
    const document = this.documents.get(id)
    return document?.rows.filter(({ seq }) => seq > after && !document.quarantined.has(seq)).slice(0, limit) ?? []
  }
}
