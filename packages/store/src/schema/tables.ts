/**
 * The tables both databases hold, as kysely sees them.
 *
 * Ids and numbers carry their brands here because these rows are our own: they were parsed before they were written.
 * Whole numbers are 64 bits wide in both databases and arrive as JavaScript numbers.
 */

import type { KeptAnswerTable } from './tables/api-tables.ts'
import type { AttachmentPartTable, AttachmentTable } from './tables/attachment-tables.ts'
import type {
  AuthorTable,
  DocumentTable,
  LogRowTable,
  QuarantineTable,
  SegmentTable,
  SessionCursorTable,
  SnapshotTable,
} from './tables/document-tables.ts'
import type { AccessRequestTable, FavouriteTable, OpeningTable } from './tables/page-tables.ts'
import type {
  AccessTokenTable,
  AuditEventTable,
  CredentialTable,
  DocumentGrantTable,
  InvitationTable,
  MembershipTable,
  PersonTable,
  RightsChangeTable,
  RightsClockTable,
  SignInTable,
  VerificationTable,
  WorkspaceTable,
} from './tables/people-tables.ts'
import type { PasskeyTable, RecoveryCodeTable, SecondFactorTable } from './tables/sign-in-tables.ts'

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
  second_factor: SecondFactorTable
  recovery_code: RecoveryCodeTable
  passkey: PasskeyTable
  kept_answer: KeptAnswerTable
  setting: SettingTable
  favourite: FavouriteTable
  opening: OpeningTable
  access_request: AccessRequestTable
  attachment: AttachmentTable
  attachment_part: AttachmentPartTable
}
