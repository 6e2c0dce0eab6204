/** What the contract needs of an implementation, and the verbs its tests are written in. */
import {
  type ClientSeq,
  type DocumentId,
  type Epoch,
  newDocumentId,
  newSessionId,
  newUserId,
  type SessionId,
  toClientSeq,
  toEpoch,
  toSeq,
  type UserId,
} from '@dure/protocol'
import type { SqlStore } from '../sql-store.ts'
import type { AppendOutcome, AppendRequest, LogRow } from '../store.ts'

/** Data on a disk that stores are opened over, one after the other. */
export interface StorePlace {
  open(): Promise<SqlStore>
}

export interface StoreWorld {
  /** An empty place. */
  newPlace(): Promise<StorePlace>
  /** Called last, when all stores are closed. */
  close(): Promise<void>
}

export const FIRST_EPOCH: Epoch = toEpoch(1)

export async function newDocument(store: SqlStore, createdBy: UserId = newUserId()): Promise<DocumentId> {
  const id = newDocumentId()
  await store.documents.create({ id, createdBy })
  return id
}

/** One client's session on one document: numbers its updates as an outbox does. */
export class Pen {
  readonly documentId: DocumentId
  readonly userId: UserId
  readonly sessionId: SessionId = newSessionId()
  readonly yjsClientId: number
  #written = 0

  constructor(documentId: DocumentId, userId: UserId = newUserId(), yjsClientId = randomYjsClientId()) {
    this.documentId = documentId
    this.userId = userId
    this.yjsClientId = yjsClientId
  }

  get written(): ClientSeq {
    return toClientSeq(this.#written)
  }

  /** The next update; `change` replaces fields of it. */
  write(text: string, change: Partial<AppendRequest> = {}): AppendRequest {
    this.#written += 1
    return {
      documentId: this.documentId,
      epoch: FIRST_EPOCH,
      sessionId: this.sessionId,
      clientSeq: toClientSeq(this.#written),
      userId: this.userId,
      yjsClientIds: [this.yjsClientId],
      bytes: bytesOf(text),
      ...change,
    }
  }

  /** The next `count` updates, each its own number as text. */
  writeMany(count: number): AppendRequest[] {
    return Array.from({ length: count }, () => this.write(String(this.#written + 1)))
  }
}

/** 32 random bits, as Yjs draws them: a process that starts again must not meet those of the one before. */
const randomYjsClientId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** The rows of one read; none for an unknown document. */
export const readRows = async (
  store: SqlStore,
  id: DocumentId,
  after: number,
  limit: number,
): Promise<readonly LogRow[]> => (await store.log.readAfter(id, toSeq(after), limit))?.rows ?? []

/** The whole log, read by read. */
export async function readAll(store: SqlStore, id: DocumentId): Promise<readonly LogRow[]> {
  const rows: LogRow[] = []
  for (let after = toSeq(0); ; ) {
    const page = await store.log.readAfter(id, after, 100_000)
    rows.push(...(page?.rows ?? []))
    if (!page || page.through === page.head) return rows
    after = page.through
  }
}

/** `[seq, text]` of each row: what a test compares. */
export const textsOf = (rows: readonly LogRow[]): readonly (readonly [number, string])[] =>
  rows.map(({ seq, bytes }) => [seq, textOf(bytes)] as const)

export const committed = (seq: number): AppendOutcome => ({ kind: 'committed', seq: toSeq(seq) })
