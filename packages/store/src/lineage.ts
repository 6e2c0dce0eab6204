/**
 * What puts another history in the place of a document's, or takes it away: the only doings that change `epoch` (SPEC
 * DU10). Whoever appends under the former epoch, or saves a snapshot of it, is refused from the moment of the commit.
 *
 * A new epoch is the time in ms, or one more than the last if that is higher: so it differs from every one there ever
 * was, also from those that a restored backup knows nothing of.
 */
import { type DocumentId, type Epoch, newSessionId, type Seq, toClientSeq, toSeq, type UserId } from '@dure/protocol'
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { StoreTables } from './schema/tables.ts'
import type { LogPosition } from './store.ts'

export interface Lineage {
  /**
   * Puts one update in the place of a document's whole log: rows, segments, snapshot, quarantine and what sessions had
   * committed. Whose Yjs client ids are whose stays. Undefined, with nothing done, when there is no such document or
   * its epoch is not `expected` any more.
   */
  replace(
    documentId: DocumentId,
    expected: Epoch,
    content: { readonly userId: UserId; readonly bytes: Uint8Array },
  ): Promise<LogPosition | undefined>
  /**
   * A new epoch for every document, their logs as they are: for a store that was restored from a backup, whose clients
   * may hold edits it has never seen. Answers how many documents there are.
   */
  renewAll(): Promise<number>
  /** Takes a document and its log away for good. False when there is none. */
  remove(documentId: DocumentId): Promise<boolean>
}

const OF_A_LOG = ['snapshot', 'segment', 'quarantine', 'session_cursor', 'log_row'] as const

/** What else hangs on a document: a table that refers to documents belongs here, so that none is left behind. */
const OF_A_DOCUMENT = ['author', 'document_grant', 'favourite', 'opening', 'access_request'] as const

const FIRST_SEQ: Seq = toSeq(1)

export function createLineage(db: Kysely<StoreTables>): Lineage {
  return {
    replace: (id, expected, { userId, bytes }) =>
      db.transaction().execute(async (transaction) => {
        const now = Date.now()
        // First, because this is the lock that an append waits for.
        const renewed = await transaction
          .updateTable('document')
          .set({ epoch: newEpoch(now), head: FIRST_SEQ, title_seq: toSeq(0), updated_at: now })
          .where('id', '=', id)
          .where('epoch', '=', expected)
          .returning('epoch')
          .executeTakeFirst()
        if (!renewed) return undefined
        await clear(transaction, id)
        // A session of its own that nobody else will ever use: this can have no retry.
        await transaction
          .insertInto('log_row')
          .values({
            document_id: id,
            seq: FIRST_SEQ,
            at: now,
            user_id: userId,
            session_id: newSessionId(),
            client_seq: toClientSeq(1),
            bytes,
          })
          .execute()
        return { epoch: renewed.epoch, head: FIRST_SEQ }
      }),

    async renewAll() {
      const { numUpdatedRows } = await db
        .updateTable('document')
        .set({ epoch: newEpoch(Date.now()) })
        .executeTakeFirstOrThrow()
      return Number(numUpdatedRows)
    },

    remove: (id) =>
      db.transaction().execute(async (transaction) => {
        const found = await transaction
          .updateTable('document')
          .set((row) => ({ head: row.ref('head') }))
          .where('id', '=', id)
          .returning('id')
          .executeTakeFirst()
        if (!found) return false
        await clear(transaction, id)
        for (const table of OF_A_DOCUMENT) {
          await transaction.deleteFrom(table).where('document_id', '=', id).execute()
        }
        await transaction.deleteFrom('document').where('id', '=', id).execute()
        return true
      }),
  }
}

async function clear(transaction: Transaction<StoreTables>, id: DocumentId): Promise<void> {
  for (const table of OF_A_LOG) await transaction.deleteFrom(table).where('document_id', '=', id).execute()
}

const newEpoch = (now: number): RawBuilder<Epoch> =>
  sql<Epoch>`case when epoch >= cast(${now} as bigint) then epoch + 1 else cast(${now} as bigint) end`
