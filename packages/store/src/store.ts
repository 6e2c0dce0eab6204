/**
 * The store: bytes that outlive the process. Two implementations (SQLite, Postgres) pass one contract suite.
 *
 * The update log is the single source of truth. A promise of `append` that resolves with `committed` means the row is
 * on disk: SQLite in WAL with `synchronous=FULL`, Postgres with `synchronous_commit=on`. Everything else here
 * (snapshots, titles, segments) can be rebuilt from the log.
 */
import type { ClientSeq, DocumentId, Epoch, Reach, Role, Seq, SessionId, UserId, WorkspaceId } from '@dure/protocol'

export interface Store {
  readonly log: UpdateLog
  readonly documents: DocumentCatalog
  /** Resolves when the store can write; rejects with `StoreUnavailable`. For `/readyz`. */
  check(): Promise<void>
  /** Finishes what was handed in, then lets go of files, workers and connections. Idempotent. */
  close(): Promise<void>
}

/**
 * The store cannot do its work just now (disk full, database gone). The call may be repeated as it was.
 *
 * As far as the store can know, nothing of the call was done. When the answer to a COMMIT was lost nobody can know: the
 * repeated append then finds its updates committed and answers `duplicate`, so the effect is the same either way.
 */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
  /** Whether the store is there, and has no room left. The message is for the operator: it may name paths and hosts. */
  readonly full: boolean

  constructor(message: string, { full = false, ...options }: ErrorOptions & { readonly full?: boolean } = {}) {
    super(message, options)
    this.full = full
  }
}

/** The store cannot be opened as asked: in use by another process, newer than this version, not a Dure store. */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}

/** No page can be made there: the page it would be under is not there, or in the bin, or lies as deep as one may. */
export class PageRefused extends Error {
  override name = 'PageRefused'
  readonly kind: 'unknown' | 'too-deep'
  constructor(kind: 'unknown' | 'too-deep') {
    super(`a page cannot be made there: ${kind}`)
    this.kind = kind
  }
}

/** What is stored of one document's history cannot be read (a damaged segment, a missing row). Repeating does not help. */
export class LogDamaged extends Error {
  override name = 'LogDamaged'
}

export interface AppendRequest {
  readonly documentId: DocumentId
  /** The lineage the sender believes in. */
  readonly epoch: Epoch
  readonly sessionId: SessionId
  readonly clientSeq: ClientSeq
  readonly userId: UserId
  /** Yjs client ids the update writes under: recorded as this user's in the same transaction, or found another's. */
  readonly yjsClientIds: readonly number[]
  /** One Yjs V1 update. Opaque here. Stays the caller's: copied, never detached; unchanged until the answer. */
  readonly bytes: Uint8Array
}

export type AppendOutcome =
  | { readonly kind: 'committed'; readonly seq: Seq }
  /** The user's `(session, clientSeq)` was committed before, now or long ago: nothing was added, and it is durable. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'unknown-document' }
  | { readonly kind: 'wrong-epoch'; readonly epoch: Epoch }
  | { readonly kind: 'foreign-client'; readonly yjsClientId: number }
  /** What is stored of this document contradicts itself: it takes no updates until an operator has mended it. */
  | { readonly kind: 'damaged'; readonly detail: string }

export interface LogPosition {
  readonly epoch: Epoch
  /** Seq of the newest committed update; 0 when there is none. */
  readonly head: Seq
}

export interface LogRow {
  readonly seq: Seq
  /** Unix time in ms, by the store's host. */
  readonly at: number
  readonly userId: UserId
  readonly sessionId: SessionId
  readonly clientSeq: ClientSeq
  readonly bytes: Uint8Array
}

export interface Snapshot {
  /** The log up to and including this seq is folded in. */
  readonly seq: Seq
  /** Opaque here: the sync server says what is in it (`snapshot-codec.ts`). */
  readonly bytes: Uint8Array
}

/**
 * A run of the log as far as one read goes: bounded in rows and in bytes (`read-limits.ts`), and never empty while there
 * is more. `epoch` and `head` are those of the same moment.
 */
export interface LogPage extends LogPosition {
  readonly rows: readonly LogRow[]
  /** Everything up to here was read; what is missing in `rows` is quarantined. Below `head` there is more. */
  readonly through: Seq
}

/** A consistent picture: `rows` are those after the snapshot (after 0 without one). Where there is more, `readAfter` goes on. */
export interface LoadedLog extends LogPage {
  readonly snapshot: Snapshot | undefined
  /** Numbers up to `through` that are quarantined, and therefore absent from `rows`. */
  readonly quarantined: readonly Seq[]
}

export interface UpdateLog {
  /**
   * Commits a batch in one transaction and answers each request in order. Requests of one document get gapless seqs in
   * batch order; those of one session must come in rising clientSeq. An outcome other than `committed` adds nothing and
   * touches no other request: not even a document whose stored rows are damaged. Rejects with `StoreUnavailable` when
   * nothing at all was committed.
   */
  append(batch: readonly AppendRequest[]): Promise<readonly AppendOutcome[]>
  /** Undefined for an unknown document. */
  load(documentId: DocumentId): Promise<LoadedLog | undefined>
  /**
   * Committed rows after `afterSeq`, in order, at most `limit`; quarantined rows are left out. Survives folding: rows
   * come from segments where they were folded. Undefined for an unknown document.
   */
  readAfter(documentId: DocumentId, afterSeq: Seq, limit: number): Promise<LogPage | undefined>
  /** Positions of the documents that exist. */
  positions(documentIds: readonly DocumentId[]): Promise<ReadonlyMap<DocumentId, LogPosition>>
  /** The highest clientSeq this session of this user has committed to the document; 0 when none. */
  durableClientSeq(documentId: DocumentId, sessionId: SessionId, userId: UserId): Promise<ClientSeq>
  /** Whose these Yjs client ids are; ids nobody wrote under are absent. */
  authors(documentId: DocumentId, yjsClientIds: readonly number[]): Promise<ReadonlyMap<number, UserId>>
  /** Keeps the snapshot if the epoch still holds and it is newer than the stored one; answers whether it was kept. */
  saveSnapshot(documentId: DocumentId, epoch: Epoch, snapshot: Snapshot): Promise<boolean>
  /** Forgets the snapshot (it does not decode): the next load replays the whole history. */
  dropSnapshot(documentId: DocumentId, seq: Seq): Promise<void>
  /** Packs history rows up to `throughSeq` (never beyond the snapshot) into compressed segments. Idempotent. Answers how many rows were packed. */
  foldHistory(documentId: DocumentId, throughSeq: Seq): Promise<number>
  /** Marks rows that cannot be integrated; they stay stored and are left out of every read. */
  quarantine(documentId: DocumentId, seqs: readonly Seq[], reason: string): Promise<void>
}

export interface DocumentRow {
  readonly id: DocumentId
  /** Projection of the log; empty until someone writes a title. */
  readonly title: string
  /** The emoji beside it, projected with it. */
  readonly icon: string | null
  /** Unix time in ms. */
  readonly createdAt: number
  /** Unix time in ms of the newest committed update, or of creation. */
  readonly updatedAt: number
}

/** A document that may be listed to somebody: whether it is, their rights say. */
export type ListedDocument = DocumentRow

/** Where a listing goes on: the last row of the page before. */
export interface DocumentCursor {
  readonly updatedAt: number
  readonly id: DocumentId
}

export interface DocumentCatalog {
  /**
   * Adds a document with epoch 1. `seed`, when given, is committed as seq 1 in the same transaction.
   * @throws PageRefused when it cannot go under the page that is given.
   */
  create(document: {
    readonly id: DocumentId
    readonly createdBy: UserId
    readonly seed?: Uint8Array
    /** Where it belongs; nowhere unless given. */
    readonly workspaceId?: WorkspaceId
    readonly ownerId?: UserId
    /** The page it goes under, last and in that page's workspace; the top unless given. */
    readonly parentId?: DocumentId | null
    /** Whom besides its owner it lets in: nobody unless given. */
    readonly reach?: Reach | 'inherit'
    readonly reachRole?: Role
    /** What `seed` says it is called, where that is known already. */
    readonly title?: string
    /**
     * The document that `seed` is a copy of: who writes under which Yjs client id, and the files that its text names by
     * their ids, are the same in both.
     */
    readonly copyOf?: DocumentId
  }): Promise<DocumentRow>
  get(id: DocumentId): Promise<DocumentRow | undefined>
  /**
   * What a person owns, was given a role on by name, or may open because they work in its workspace, on it or on a page
   * above it; not what is in the bin. Newest change first (ties by id), at most `limit`, after `after`; `titled`: only
   * what has this in its title.
   */
  list(
    personId: UserId,
    page: { readonly limit: number; readonly after?: DocumentCursor; readonly titled?: string },
  ): Promise<readonly ListedDocument[]>
  /** Stores title and icon projected from the log at `seq`; an older projection never overwrites a newer one. */
  setTitle(id: DocumentId, title: string, seq: Seq, icon?: string | null): Promise<void>
}
