/**
 * How files of documents come in. Whether somebody may is asked before (`rights.ts`).
 *
 * A row says that something is there only after it is: a part's row is written when the part is durable, and a file is
 * complete when all its parts have rows, by one row that says so. What a crash leaves before that is never served; the
 * sweep (`sweep.ts`) removes it.
 */
import { createHash } from 'node:crypto'
import { type AttachmentLimits, PART_BYTES } from '@dure/api'
import {
  type AttachmentKind,
  type DocumentId,
  IMAGE_TYPES,
  newAttachmentId,
  type UserId,
  VIDEO_TYPES,
} from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import { type Kysely, sql, type Transaction } from 'kysely'
import { hashOf } from '../auth/callers.ts'
import {
  type AttachmentName,
  attachmentRow,
  type CompleteAttachment,
  findAttachment,
  partsOf,
} from './attachment-rows.ts'
import type { BlobStore } from './blob-store.ts'
import { mediaTypeOf } from './media-type.ts'
import type { Spooled } from './spool.ts'

export interface AttachmentBounds {
  /** Bytes of one file. */
  readonly maxBytes: number
  /** Files of one document. */
  readonly maxCount: number
  /** Bytes of all files of one document. */
  readonly maxTotalBytes: number
}

export interface WantedUpload {
  readonly name: string
  readonly size: number
  readonly kind: AttachmentKind
  /** Whoever has it may go on with the upload. */
  readonly key: string
}

/** An upload under way, as one who has its key sees it. */
export interface OpenUpload extends AttachmentName {
  readonly blob: string
  readonly size: number
  readonly kind: AttachmentKind
  readonly complete: boolean
}

export type Begun =
  | { readonly kind: 'begun'; readonly received: readonly number[]; readonly complete: boolean }
  | { readonly kind: 'file-too-large' | 'too-many-files' | 'document-full' | 'id-taken' }

export type PartTaken = 'taken' | 'other-bytes' | 'wrong-type' | 'gone'
export type Finished =
  | { readonly kind: 'finished'; readonly attachment: CompleteAttachment }
  | { readonly kind: 'incomplete'; readonly missing: number }
  | { readonly kind: 'gone' }

export const partCount = (size: number): number => Math.ceil(size / PART_BYTES)
/** Bytes of a part: all but the last have as many. */
export const partSize = (size: number, number: number): number => Math.min(PART_BYTES, size - number * PART_BYTES)

export class Uploads {
  readonly #db: Kysely<StoreTables>
  readonly #blobs: BlobStore
  readonly #bounds: AttachmentBounds

  constructor(db: Kysely<StoreTables>, blobs: BlobStore, bounds: AttachmentBounds) {
    this.#db = db
    this.#blobs = blobs
    this.#bounds = bounds
  }

  /** Where parts are received. */
  get spoolDirectory(): string {
    return this.#blobs.spoolDirectory
  }

  limitsOf(documentId: DocumentId): Promise<AttachmentLimits> {
    return this.#limitsOf(this.#db, documentId)
  }

  async #limitsOf(db: Kysely<StoreTables>, documentId: DocumentId): Promise<AttachmentLimits> {
    // By name: where files are kept, and by which keys, stands beside them in the settings.
    const { maxBytes, maxCount, maxTotalBytes } = this.#bounds
    const { count, total } = await db
      .selectFrom('attachment')
      .select((row) => [
        row.fn.countAll<number>().as('count'),
        row.fn.coalesce(row.fn.sum<number>('size'), sql<number>`0`).as('total'),
      ])
      .where('document_id', '=', documentId)
      .executeTakeFirstOrThrow()
    return { maxBytes, maxCount, maxTotalBytes, count: Number(count), totalBytes: Number(total) }
  }

  /** Begins an upload, or finds what there is of one that was begun before under the same id and key. */
  async begin(attachment: AttachmentName, wanted: WantedUpload, by: UserId): Promise<Begun> {
    const found = await this.#begun(attachment, wanted)
    if (found) return found
    const made = await this.#db.transaction().execute((transaction) => this.#make(transaction, attachment, wanted, by))
    if (made !== 'there') return made
    // The same page asked twice at once.
    return (await this.#begun(attachment, wanted)) ?? { kind: 'id-taken' }
  }

  async #make(
    transaction: Transaction<StoreTables>,
    { documentId, id }: AttachmentName,
    wanted: WantedUpload,
    by: UserId,
  ): Promise<Begun | 'there'> {
    // Of two at once each would find the last place free: the second waits here for the first.
    await transaction
      .updateTable('document')
      .set((row) => ({ head: row.ref('head') }))
      .where('id', '=', documentId)
      .execute()
    const { maxBytes, maxCount, maxTotalBytes, count, totalBytes } = await this.#limitsOf(transaction, documentId)
    if (wanted.size > maxBytes) return { kind: 'file-too-large' }
    if (count >= maxCount) return { kind: 'too-many-files' }
    if (totalBytes + wanted.size > maxTotalBytes) return { kind: 'document-full' }
    const now = Date.now()
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('attachment')
      .values({
        document_id: documentId,
        id,
        blob: newAttachmentId(),
        upload_key_hash: hashOf(wanted.key),
        name: wanted.name,
        kind: wanted.kind,
        size: wanted.size,
        created_by: by,
        created_at: now,
        changed_at: now,
        completed_at: null,
        type: null,
        digest: null,
      })
      .onConflict((conflict) => conflict.columns(['document_id', 'id']).doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n ? { kind: 'begun', received: [], complete: false } : 'there'
  }

  async #begun(attachment: AttachmentName, wanted: WantedUpload): Promise<Begun | undefined> {
    const row = await attachmentRow(this.#db, attachment)
    if (!row) return undefined
    if (row.upload_key_hash !== hashOf(wanted.key) || row.size !== wanted.size) return { kind: 'id-taken' }
    if (row.completed_at !== null) return { kind: 'begun', received: [], complete: true }
    const parts = await partsOf(this.#db, row.blob)
    return { kind: 'begun', received: parts.map(({ number }) => number), complete: false }
  }

  /** Undefined when there is no such upload, or the key is another's. */
  async uploadOf(attachment: AttachmentName, key: string): Promise<OpenUpload | undefined> {
    const row = await attachmentRow(this.#db, attachment)
    if (!row || row.upload_key_hash !== hashOf(key)) return undefined
    const { blob, size, kind } = row
    return { ...attachment, blob, size, kind, complete: row.completed_at !== null }
  }

  /** Keeps a part that was received whole. What is spooled of it is gone afterwards. */
  async takePart(upload: OpenUpload, number: number, part: Extract<Spooled, { kind: 'spooled' }>): Promise<PartTaken> {
    const type = number === 0 ? mediaTypeOf(part.head) : null
    if (type !== null && !fits(upload.kind, type)) return 'wrong-type'
    const { path, size, digest } = part
    const before = await this.#part(upload.blob, number)
    if (before) return before.digest === digest ? 'taken' : 'other-bytes'
    await this.#blobs.putPart({ blob: upload.blob, number, digest }, path)
    await this.#db
      .insertInto('attachment_part')
      .values({ blob: upload.blob, number, size, digest, type })
      .onConflict((conflict) => conflict.columns(['blob', 'number']).doNothing())
      .execute()
    const { numUpdatedRows } = await this.#db
      .updateTable('attachment')
      .set({ changed_at: Date.now() })
      .where('document_id', '=', upload.documentId)
      .where('id', '=', upload.id)
      .where('blob', '=', upload.blob)
      .executeTakeFirstOrThrow()
    // It was given up meanwhile: the sweep finds what is left.
    if (numUpdatedRows === 0n) return 'gone'
    return (await this.#part(upload.blob, number))?.digest === digest ? 'taken' : 'other-bytes'
  }

  /** Makes the file readable, once all of it is durable. Idempotent. */
  async finish(upload: OpenUpload): Promise<Finished> {
    const found = await findAttachment(this.#db, upload)
    if (found) return { kind: 'finished', attachment: found }
    const parts = await partsOf(this.#db, upload.blob)
    const missing = partCount(upload.size) - parts.length
    if (missing > 0) return { kind: 'incomplete', missing }
    const digest = createHash('sha256')
    for (const part of parts) digest.update(part.digest, 'hex')
    await this.#db
      .updateTable('attachment')
      .set({ completed_at: Date.now(), type: parts[0]?.type ?? null, digest: digest.digest('hex') })
      .where('document_id', '=', upload.documentId)
      .where('id', '=', upload.id)
      .where('blob', '=', upload.blob)
      .where('completed_at', 'is', null)
      .execute()
    const attachment = await findAttachment(this.#db, upload)
    return attachment ? { kind: 'finished', attachment } : { kind: 'gone' }
  }

  /** Gives an unfinished upload up. */
  async cancel(upload: OpenUpload): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('attachment')
      .where('document_id', '=', upload.documentId)
      .where('id', '=', upload.id)
      .where('completed_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (numDeletedRows === 0n) return false
    await this.#db.deleteFrom('attachment_part').where('blob', '=', upload.blob).execute()
    await this.#blobs.remove(upload.blob)
    return true
  }

  #part(blob: string, number: number) {
    return this.#db
      .selectFrom('attachment_part')
      .select('digest')
      .where('blob', '=', blob)
      .where('number', '=', number)
      .executeTakeFirst()
  }
}

const fits = (kind: AttachmentKind, type: string): boolean =>
  kind === 'file' ||
  (kind === 'image' ? IMAGE_TYPES.some((each) => each === type) : VIDEO_TYPES.some((each) => each === type))
