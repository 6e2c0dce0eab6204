/** Documents and their logs. */
import type { ClientSeq, DocumentId, Epoch, Reach, Role, Seq, SessionId, UserId, WorkspaceId } from '@dure/protocol'
import type { Generated } from 'kysely'
import type { CursorKey } from '../../cursor-key.ts'

export interface DocumentTable {
  id: DocumentId
  epoch: Epoch
  /** Seq of the newest committed update; 0 when there is none. */
  head: Seq
  title: string
  /** Projected with the title. */
  icon: Generated<string | null>
  /** The log position the title was projected from. */
  title_seq: Seq
  created_by: UserId
  /** Unix time in ms, like every `_at` and `at` below. */
  created_at: number
  updated_at: number
  /** Null only before the first run, like `owner_id`. */
  workspace_id: Generated<WorkspaceId | null>
  owner_id: Generated<UserId | null>
  /** The page it is under; null at the top. */
  parent_id: Generated<DocumentId | null>
  /** General access: whom besides those named it lets in, and as what. */
  reach: Generated<Reach | 'inherit'>
  reach_role: Generated<Role>
  /** Its place among the pages under the same one, or at the top: see `page-place.ts`. */
  place: Generated<string>
  /** Grows with each change of whom it is shared with, its own settings of it that is. */
  access_version: Generated<number>
  /** In the bin since then. */
  deleted_at: Generated<number | null>
  /** Who moved it there. */
  deleted_by: Generated<UserId | null>
  /** Being taken away for good since then: nothing brings it back. */
  removing_at: Generated<number | null>
}

/** The update log: one row an update until it is folded into a segment. */
export interface LogRowTable {
  document_id: DocumentId
  seq: Seq
  at: number
  user_id: UserId
  session_id: SessionId
  client_seq: ClientSeq
  bytes: Uint8Array
}

/** At most one a document. */
export interface SnapshotTable {
  document_id: DocumentId
  seq: Seq
  bytes: Uint8Array
}

/** Who writes under a Yjs client id: the first writer keeps it. */
export interface AuthorTable {
  document_id: DocumentId
  yjs_client_id: number
  user_id: UserId
}

/** The highest clientSeq a session has committed to a document: what makes a retry a duplicate, folded or not. */
export interface SessionCursorTable {
  document_id: DocumentId
  session_id: CursorKey
  client_seq: ClientSeq
  /**
   * When it last wrote, in days since 1970, UTC: coarse, so that its index is touched once a day and not at each append.
   * Nothing is removed by it: a session that comes back after a year is still known (SPEC DU3).
   */
  last_day: number
}

/** A run of history rows, packed and compressed: see `history-segment.ts`. */
export interface SegmentTable {
  document_id: DocumentId
  from_seq: Seq
  through_seq: Seq
  /** Size before compression: bounds what unpacking may allocate. */
  raw_bytes: number
  bytes: Uint8Array
}

/** Rows that cannot be integrated: stored, but left out of every read. */
export interface QuarantineTable {
  document_id: DocumentId
  seq: Seq
  at: number
  reason: string
}
