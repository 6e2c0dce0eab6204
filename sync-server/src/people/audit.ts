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

/** Give it the transaction of what it records, so that neither is there without the other. */
export async function recordAudit(db: Kysely<StoreTables>, entry: AuditEntry): Promise<void> {
  const { action, by, subject, detail = {}, address } = entry
  await db
    .insertInto('audit_event')
    .values({
      id: newSessionId(),
      at: Date.now(),
      person_id: by ?? null,
      action,
      subject,
      detail: JSON.stringify(detail),
      address,
    })
    .execute()
}
