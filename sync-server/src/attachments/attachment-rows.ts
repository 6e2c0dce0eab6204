/** What the database says of a file: its row, and those of the parts of its blob. */
import type { AttachmentId, DocumentId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'

export interface AttachmentName {
  readonly documentId: DocumentId
  readonly id: AttachmentId
}

export interface CompleteAttachment extends AttachmentName {
  readonly blob: string
  readonly name: string
  readonly size: number
  readonly type: string
  readonly digest: string
}

export const attachmentRow = (db: Kysely<StoreTables>, { documentId, id }: AttachmentName) =>
  db.selectFrom('attachment').selectAll().where('document_id', '=', documentId).where('id', '=', id).executeTakeFirst()

/** Those that are durable, in their order. */
export const partsOf = (db: Kysely<StoreTables>, blob: string) =>
  db
    .selectFrom('attachment_part')
    .select(['number', 'size', 'digest', 'type'])
    .where('blob', '=', blob)
    .orderBy('number')
    .execute()

/** A complete file; undefined for one that is not there, or not yet. */
export async function findAttachment(
  db: Kysely<StoreTables>,
  { documentId, id }: AttachmentName,
): Promise<CompleteAttachment | undefined> {
  const row = await attachmentRow(db, { documentId, id })
  if (!row || row.completed_at === null || row.type === null || row.digest === null) return undefined
  const { blob, name, size, type, digest } = row
  return { documentId, id, blob, name, size, type, digest }
}
