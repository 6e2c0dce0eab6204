/** What people keep about pages, and ask about them. */
import type { DocumentId, Role, UserId } from '@dure/protocol'

export interface FavouriteTable {
  person_id: UserId
  document_id: DocumentId
  created_at: number
}

/** When somebody last opened a document. */
export interface OpeningTable {
  person_id: UserId
  document_id: DocumentId
  at: number
}

/** Somebody asks for a role. Kept when it was declined, so that it is not asked again the next minute. */
export interface AccessRequestTable {
  document_id: DocumentId
  person_id: UserId
  role: Role
  created_at: number
  declined_at: number | null
}
