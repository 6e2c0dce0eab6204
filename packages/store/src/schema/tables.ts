/**
 * The tables both databases hold, as kysely sees them.
 *
 * Ids and numbers carry their brands here because these rows are our own: they were parsed before they were written.
 * Whole numbers are 64 bits wide in both databases and arrive as JavaScript numbers.
 */

import type { ClientSeq, DocumentId, Epoch, Seq, SessionId, UserId } from '@dure/protocol'
import type { CursorKey } from '../cursor-key.ts'

export interface DocumentTable {
  id: DocumentId
  epoch: Epoch
  /** Seq of the newest committed update; 0 when there is none. */
  head: Seq
  title: string
  /** The log position the title was projected from. */
  title_seq: Seq
  created_by: UserId
  /** Unix time in ms, like every `_at` and `at` below. */
  created_at: number
  updated_at: number
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
  /** Days since 1970, UTC. Coarse, so that the index for pruning is touched once a day and not at each append. */
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

/** One row a migration that ran. */
export interface SchemaVersionTable {
  version: number
  applied_at: number
}

export interface StoreTables {
  document: DocumentTable
  log_row: LogRowTable
  snapshot: SnapshotTable
  author: AuthorTable
  session_cursor: SessionCursorTable
  segment: SegmentTable
  quarantine: QuarantineTable
  dure_schema: SchemaVersionTable
}
