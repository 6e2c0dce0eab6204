/** Files in documents: what is known of them. Their bytes are elsewhere, under the name of their blob. */
import type { DocumentId, UserId } from '@dure/protocol'

/**
 * A file of a document. Its id is unique within the document only: a copy of the document has files of the same ids, so
 * that what stands in its text is right as it is, and shares their blobs.
 */
export interface AttachmentTable {
  document_id: DocumentId
  id: string
  /** Names the bytes in the blob store. */
  blob: string
  /** SHA-256 of the key that continues the upload. */
  upload_key_hash: string
  name: string
  /** What it was said to be; checked against its bytes when they are all there. */
  kind: 'image' | 'video' | 'file'
  size: number
  created_by: UserId
  created_at: number
  /** When something of it last arrived. */
  changed_at: number
  /** Null until all bytes are durable. */
  completed_at: number | null
  /** Told from its bytes; null until complete. */
  type: string | null
  /** SHA-256 over the digests of its parts; null until complete. */
  digest: string | null
}

/** A part of a blob that is durable. Never changes: another part of the same number is refused. */
export interface AttachmentPartTable {
  blob: string
  /** From 0. */
  number: number
  size: number
  /** SHA-256. */
  digest: string
  /** What its first bytes say that it is; of the first part only. */
  type: string | null
}
