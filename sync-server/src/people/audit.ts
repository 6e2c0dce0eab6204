/** What was done to people and rights, for those who answer for the installation. Ids and roles, never content. */
import type { AuditAction } from '@dure/api'
import { newSessionId, type UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'

export type { AuditAction } from '@dure/api'

export interface AuditEntry {
  readonly action: AuditAction
  readonly by: UserId | undefined
  /** What it was done to: an id. */
  readonly subject: string
  readonly detail?: Readonly<Record<string, string | boolean>>
  /** Where the request came from. */
  readonly address: string
}

/** Rows of one statement: both databases take some thousands of values. */
const ROWS_AT_ONCE = 500

/** Give it the transaction of what it records, so that neither is there without the other. */
export const recordAudit = (db: Kysely<StoreTables>, entry: AuditEntry): Promise<void> => recordAudits(db, [entry])

/** The same of many, which may be none. */
export async function recordAudits(db: Kysely<StoreTables>, entries: readonly AuditEntry[]): Promise<void> {
  const at = Date.now()
  const rows = entries.map(({ action, by, subject, detail = {}, address }) => ({
    id: newSessionId(),
    at,
    person_id: by ?? null,
    action,
    subject,
    detail: JSON.stringify(detail),
    address,
  }))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await db
      .insertInto('audit_event')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
}
