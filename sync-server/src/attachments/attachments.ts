/** Files of documents that are there: found and read. Whether somebody may is asked before (`rights.ts`). */
import { Readable } from 'node:stream'
import { PART_BYTES } from '@dure/api'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { type AttachmentName, type CompleteAttachment, findAttachment, partsOf } from './attachment-rows.ts'
import { BlobMissing, type BlobStore, type ByteSpan, type PartName } from './blob-store.ts'

export class Attachments {
  readonly #db: Kysely<StoreTables>
  readonly #blobs: BlobStore

  constructor(db: Kysely<StoreTables>, blobs: BlobStore) {
    this.#db = db
    this.#blobs = blobs
  }

  /** A complete file; undefined for one that is not there, or not yet. */
  find(attachment: AttachmentName): Promise<CompleteAttachment | undefined> {
    return findAttachment(this.#db, attachment)
  }

  /** The bytes of a span. Rejects with BlobMissing when its first one is not there. */
  async read({ blob }: CompleteAttachment, { start, end }: ByteSpan): Promise<Readable> {
    const parts = await partsOf(this.#db, blob)
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
    if (others.length === 0) return stream
    const all = Readable.from(this.#following(stream, others), { objectMode: false })
    // Whoever goes away before anything was read leaves the first part open otherwise.
    return all.once('close', () => stream.destroy())
  }

  /** One part after the other: the next is opened when the one before is read. */
  async *#following(
    first: Readable,
    others: readonly { readonly part: PartName; readonly span: ByteSpan }[],
  ): AsyncGenerator<Buffer> {
    yield* first
    for (const { part, span } of others) yield* await this.#blobs.readPart(part, span)
  }
}
