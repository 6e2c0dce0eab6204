/** People, how they sign in, and what they may do. */
import type { DocumentId, Role, UserId, WorkspaceId, WorkspaceRole } from '@dure/protocol'
import type { Generated } from 'kysely'

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
  /** Grows with each change of what they say of themselves. */
  version: Generated<number>
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
  /** Grows with each change of what they are in the workspace, or of whether they may sign in. */
  version: Generated<number>
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
  /** 1 when only an e-mail to `email` carries the link: then whoever has it reads that e-mail. */
  mailed: number
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

/** Whose or which rights a change touched, for sessions that are open: `document:…`, `person:…`, `credential:…`. */
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
