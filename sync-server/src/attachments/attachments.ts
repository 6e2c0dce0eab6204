/**
 * Files of documents: how they come in, are found, copied and removed. Whether somebody may is asked before (`rights.ts`).
 *
 * A row says that something is there only after it is: a part's row is written when the part is durable, and a file is
 * complete when all its parts have rows, by one row that says so. What a crash leaves before that is never served; the
 * sweep (`sweep.ts`) removes it.
 */

import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type AttachmentLimits, PART_BYTES } from '@dure/api'
import {
  type AttachmentId,
  type AttachmentKind,
  type DocumentId,
  IMAGE_TYPES,
  newAttachmentId,
  type UserId,
  VIDEO_TYPES,
} from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import { type Kysely, sql } from 'kysely'
import { BlobMissing, type BlobStore, type ByteSpan, type PartName } from './blob-store.ts'
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

export interface AttachmentName {
  readonly documentId: DocumentId
  readonly id: AttachmentId
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

export interface CompleteAttachment extends AttachmentName {
  readonly blob: string
  readonly name: string
  readonly size: number
  readonly type: string
  readonly digest: string
}

export type Begun =
  | { readonly kind: 'begun'; readonly received: readonly number[]; readonly complete: boolean }
  | { readonly kind: 'file-too-large' | 'too-many-files' | 'document-full' | 'id-taken' }

export type PartTaken = 'taken' | 'other-bytes' | 'wrong-type' | 'gone'
export type Finished =
  | { readonly kind: 'finished'; readonly attachment: CompleteAttachment }
  | { readonly kind: 'incomplete'; readonly missing: number }
  | { readonly kind: 'gone' }

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export const partCount = (size: number): number => Math.ceil(size / PART_BYTES)
/** Bytes of a part: all but the last have as many. */
export const partSize = (size: number, number: number): number => Math.min(PART_BYTES, size - number * PART_BYTES)

export class Attachments {
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

  async limitsOf(documentId: DocumentId): Promise<AttachmentLimits> {
    // By name: where files are kept, and by which keys, stands beside them in the settings.
    const { maxBytes, maxCount, maxTotalBytes } = this.#bounds
    const { count, total } = await this.#db
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
    const { maxBytes, maxCount, maxTotalBytes, count, totalBytes } = await this.limitsOf(attachment.documentId)
    if (wanted.size > maxBytes) return { kind: 'file-too-large' }
    if (count >= maxCount) return { kind: 'too-many-files' }
    if (totalBytes + wanted.size > maxTotalBytes) return { kind: 'document-full' }
    const now = Date.now()
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('attachment')
      .values({
        document_id: attachment.documentId,
        id: attachment.id,
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
    if (numInsertedOrUpdatedRows === 1n) return { kind: 'begun', received: [], complete: false }
    // The same page asked twice at once.
    return (await this.#begun(attachment, wanted)) ?? { kind: 'id-taken' }
  }

  async #begun(attachment: AttachmentName, wanted: WantedUpload): Promise<Begun | undefined> {
    const row = await this.#row(attachment)
    if (!row) return undefined
    if (row.upload_key_hash !== hashOf(wanted.key) || row.size !== wanted.size) return { kind: 'id-taken' }
    if (row.completed_at !== null) return { kind: 'begun', received: [], complete: true }
    const parts = await this.#parts(row.blob)
    return { kind: 'begun', received: parts.map(({ number }) => number), complete: false }
  }

  /** Undefined when there is no such upload, or the key is another's. */
  async uploadOf(attachment: AttachmentName, key: string): Promise<OpenUpload | undefined> {
    const row = await this.#row(attachment)
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
    const found = await this.find(upload)
    if (found) return { kind: 'finished', attachment: found }
    const parts = await this.#parts(upload.blob)
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
    const attachment = await this.find(upload)
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

  /** A complete file; undefined for one that is not there, or not yet. */
  async find(attachment: AttachmentName): Promise<CompleteAttachment | undefined> {
    const row = await this.#row(attachment)
    if (!row || row.completed_at === null || row.type === null || row.digest === null) return undefined
    const { blob, name, size, type, digest } = row
    return { documentId: attachment.documentId, id: attachment.id, blob, name, size, type, digest }
  }

  /** The bytes of a span. Rejects with BlobMissing when its first one is not there. */
  async read({ blob }: CompleteAttachment, { start, end }: ByteSpan): Promise<Readable> {
    const parts = await this.#parts(blob)
    const wanted: { readonly part: PartName; readonly span: ByteSpan }[] = []
    for (const { number, digest, size } of parts) {
      const from = number * PART_BYTES
      if (from > end || from + size <= start) continue
      const span = { start: Math.max(0, start - from), end: Math.min(size, end - from + 1) - 1 }
      wanted.push({ part: { blob, number, digest }, span })
    }
    const [first, ...others] = wanted
    if (!first) throw new BlobMissing(blob)
    const stream = await this.#blobs.readPart(first.part, first.span)
    return others.length === 0 ? stream : Readable.from(this.#following(stream, others), { objectMode: false })
  }

  /** One part after the other: the next is opened when the one before is read. */
  async *#following(
    first: Readable,
    others: readonly { readonly part: PartName; readonly span: ByteSpan }[],
  ): AsyncGenerator<Buffer> {
    yield* first
    for (const { part, span } of others) yield* await this.#blobs.readPart(part, span)
  }

  /**
   * Gives a copy of a document the files of the original, under the same ids: what its text says of them stays right. The
   * bytes are shared. For whoever duplicates documents; answers how many there are.
   */
  async copyAll(from: DocumentId, to: DocumentId): Promise<number> {
    const rows = await this.#db
      .selectFrom('attachment')
      .selectAll()
      .where('document_id', '=', from)
      .where('completed_at', 'is not', null)
      .execute()
    // One at a time: a statement of as many values as a document may have files is more than SQLite takes.
    for (const row of rows) {
      await this.#db
        .insertInto('attachment')
        .values({ ...row, document_id: to })
        .onConflict((conflict) => conflict.columns(['document_id', 'id']).doNothing())
        .execute()
    }
    return rows.length
  }

  #row({ documentId, id }: AttachmentName) {
    return this.#db
      .selectFrom('attachment')
      .selectAll()
      .where('document_id', '=', documentId)
      .where('id', '=', id)
      .executeTakeFirst()
  }

  #part(blob: string, number: number) {
    return this.#db
      .selectFrom('attachment_part')
      .select('digest')
      .where('blob', '=', blob)
      .where('number', '=', number)
      .executeTakeFirst()
  }

  #parts(blob: string) {
    return this.#db
      .selectFrom('attachment_part')
      .select(['number', 'size', 'digest', 'type'])
      .where('blob', '=', blob)
      .orderBy('number')
      .execute()
  }
}

const fits = (kind: AttachmentKind, type: string): boolean =>
  kind === 'file' ||
  (kind === 'image' ? IMAGE_TYPES.some((each) => each === type) : VIDEO_TYPES.some((each) => each === type))
