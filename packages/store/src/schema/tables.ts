/**
 * The tables both databases hold, as kysely sees them.
 *
 * Ids and numbers carry their brands here because these rows are our own: they were parsed before they were written.
 * Whole numbers are 64 bits wide in both databases and arrive as JavaScript numbers.
 */

import type {
  ClientSeq,
  DocumentId,
  Epoch,
  Reach,
  Role,
  Seq,
  SessionId,
  UserId,
  WorkspaceId,
  WorkspaceRole,
} from '@dure/protocol'
import type { Generated } from 'kysely'
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
  /** Null only before the first run, like `owner_id`. */
  workspace_id: Generated<WorkspaceId | null>
  owner_id: Generated<UserId | null>
  /** The page it is under; null at the top. */
  parent_id: Generated<DocumentId | null>
  /** General access: whom besides those named it lets in, and as what. */
  reach: Generated<Reach | 'inherit'>
  reach_role: Generated<Role>
  /** In the bin since then. */
  deleted_at: Generated<number | null>
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

/** Somebody with an account. Times of the tables of sign-in are ISO 8601 text: better-auth writes them too. */
export interface PersonTable {
  id: UserId
  /** In lower case: what they sign in with. */
  email: string
  name: string
  /** 0 or 1. */
  email_verified: number
  image: string | null
  created_at: string
  updated_at: string
  /** Unix time in ms: may not sign in since then. */
  disabled_at: number | null
}

/** One browser that is signed in. (better-auth: session.) */
export interface SignInTable {
  id: string
  /** What the cookie carries, signed. */
  token: string
  person_id: UserId
  expires_at: string
  ip_address: string | null
  user_agent: string | null
  created_at: string
  updated_at: string
}

/** One way in which a person can sign in. (better-auth: account.) */
export interface CredentialTable {
  id: string
  person_id: UserId
  /** `credential` for a password. */
  provider_id: string
  account_id: string
  /** Salt and scrypt hash. */
  password: string | null
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: string | null
  refresh_token_expires_at: string | null
  scope: string | null
  created_at: string
  updated_at: string
}

/** Short-lived proofs under way. (better-auth.) */
export interface VerificationTable {
  id: string
  identifier: string
  value: string
  expires_at: string
  created_at: string
  updated_at: string
}

export interface WorkspaceTable {
  id: WorkspaceId
  name: string
  created_at: number
}

export interface MembershipTable {
  workspace_id: WorkspaceId
  person_id: UserId
  role: WorkspaceRole
  created_at: number
}

/** A role that a person was given by name. */
export interface DocumentGrantTable {
  document_id: DocumentId
  person_id: UserId
  role: Role
  granted_by: UserId
  created_at: number
}

export interface InvitationTable {
  id: string
  /** SHA-256 of what the link carries. */
  token_hash: string
  workspace_id: WorkspaceId
  /** Null: whoever has the link. */
  email: string | null
  role: WorkspaceRole
  /** A document that is shared with them at once. */
  document_id: DocumentId | null
  document_role: Role | null
  created_by: UserId
  created_at: number
  expires_at: number
  accepted_by: UserId | null
  accepted_at: number | null
}

/** A personal access token, for programs. */
export interface AccessTokenTable {
  id: string
  /** SHA-256 of the token. */
  token_hash: string
  person_id: UserId
  name: string
  scope: string
  created_at: number
  expires_at: number | null
  last_used_at: number | null
}

/** One row: locked by whoever changes rights, so that versions are visible in their order. */
export interface RightsClockTable {
  id: number
  version: number
}

/** Whose or which rights a change touched, for sessions that are open: `document:…`, `person:…`, `sign-in:…`. */
export interface RightsChangeTable {
  version: number
  subject: string
  at: number
}

export interface AuditEventTable {
  id: string
  at: number
  /** Who did it; null when nobody is known. */
  person_id: UserId | null
  action: string
  /** What it was done to: an id, never content. */
  subject: string
  /** JSON. */
  detail: string
  address: string
}

export interface SettingTable {
  name: string
  value: string
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
  person: PersonTable
  sign_in: SignInTable
  credential: CredentialTable
  verification: VerificationTable
  workspace: WorkspaceTable
  membership: MembershipTable
  document_grant: DocumentGrantTable
  invitation: InvitationTable
  access_token: AccessTokenTable
  rights_clock: RightsClockTable
  rights_change: RightsChangeTable
  audit_event: AuditEventTable
  setting: SettingTable
}
