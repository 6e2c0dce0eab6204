/**
 * Removes what nobody will ever ask for: files of documents that are gone for good, uploads that nobody went on with, and
 * what crashes left. Each replica does it; what two do at once is done once.
 */
import type { StoreTables } from '@dure/store'
import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Clock, Timer } from '../clock.ts'
import {
  ATTACHMENT_SWEEP_MS,
  ORPHAN_BLOB_MS,
  ORPHAN_SWEEP_MS,
  SPOOL_KEPT_MS,
  SWEEP_ROWS,
  UNFINISHED_UPLOAD_MS,
} from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { BlobStore } from './blob-store.ts'

/** Its document is gone, or nobody went on with it. */
const hasHadItsTime = ({ or, and, not, exists, eb, selectFrom }: ExpressionBuilder<StoreTables, 'attachment'>) =>
  or([
    and([eb('completed_at', 'is', null), eb('changed_at', '<', Date.now() - UNFINISHED_UPLOAD_MS)]),
    not(exists(selectFrom('document').select('document.id').whereRef('document.id', '=', 'attachment.document_id'))),
  ])

export class AttachmentSweep {
  readonly #db: Kysely<StoreTables>
  readonly #blobs: BlobStore
  readonly #logger: Logger
  readonly #timers: readonly Timer[]
  #running: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(db: Kysely<StoreTables>, blobs: BlobStore, clock: Clock, logger: Logger) {
    this.#db = db
    this.#blobs = blobs
    this.#logger = logger
    this.#timers = [
      clock.setInterval(() => void this.run(), ATTACHMENT_SWEEP_MS),
      clock.setInterval(() => void this.runThrough(), ORPHAN_SWEEP_MS),
    ]
  }

  /** Rows that have had their time, and their blobs. Never rejects. */
  run(): Promise<void> {
    return this.#next(() => this.#rows())
  }

  /** That, and every blob that no row names. Never rejects. */
  runThrough(): Promise<void> {
    return this.#next(async () => {
      await this.#rows()
      await this.#orphans()
      await this.#blobs.clearSpool(SPOOL_KEPT_MS)
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) timer.cancel()
    await this.#running
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#running = this.#running
      .then(() => (this.#stopped ? undefined : work()))
      .catch((error: unknown) => this.#logger.warn({ err: error }, 'cannot sweep attachments'))
    return this.#running
  }

  async #rows(): Promise<void> {
    for (;;) {
      const rows = await this.#db
        .selectFrom('attachment')
        .select(['document_id', 'id', 'blob'])
        .where(hasHadItsTime)
        .limit(SWEEP_ROWS)
        .execute()
      for (const { document_id, id, blob } of rows) {
        if (this.#stopped) return
        const { numDeletedRows } = await this.#db
          .deleteFrom('attachment')
          .where('document_id', '=', document_id)
          .where('id', '=', id)
          // Removing the ones before took its time: somebody may have gone on with this one.
          .where(hasHadItsTime)
          .executeTakeFirstOrThrow()
        if (numDeletedRows === 0n || (await this.#isNamed(blob))) continue
        await this.#db.deleteFrom('attachment_part').where('blob', '=', blob).execute()
        await this.#blobs.remove(blob)
      }
      if (rows.length > 0) this.#logger.info({ removed: rows.length }, 'attachments swept')
      if (rows.length < SWEEP_ROWS) return
    }
  }

  async #orphans(): Promise<void> {
    const before = Date.now() - ORPHAN_BLOB_MS
    for await (const { blob, changedAt } of this.#blobs.list()) {
      if (this.#stopped) return
      // A young one may be on its way: its row is written after it.
      if (changedAt >= before || (await this.#isNamed(blob))) continue
      await this.#db.deleteFrom('attachment_part').where('blob', '=', blob).execute()
      await this.#blobs.remove(blob)
      this.#logger.info({ blob }, 'an attachment without a document was removed')
    }
  }

  async #isNamed(blob: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('attachment')
      .select('id')
      .where('blob', '=', blob)
      .limit(1)
      .executeTakeFirst()
    return row !== undefined
  }
}
