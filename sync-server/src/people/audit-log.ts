/** What was written down by `audit.ts`, for those who answer for the installation to read. */
import { AUDIT_KINDS, type AuditEvent, type AuditKind, type Person } from '@dure/api'
import { parseUserId, type UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Page } from './page.ts'

export interface AuditFilter {
  /** Only what this person did, or what was done to them. */
  readonly person?: UserId | undefined
  readonly kind?: AuditKind | undefined
}

const detailSchema = z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]))

export class AuditLog {
  readonly #db: Kysely<StoreTables>

  constructor(db: Kysely<StoreTables>) {
    this.#db = db
  }

  /** Newest first. */
  async read({ limit, after }: Page<number>, { person, kind }: AuditFilter): Promise<readonly AuditEvent[]> {
    let query = this.#db
      .selectFrom('audit_event')
      .leftJoin('person as doer', 'doer.id', 'audit_event.person_id')
      .leftJoin('person as subject', 'subject.id', 'audit_event.subject')
      .select([
        'audit_event.id as id',
        'audit_event.at as at',
        'audit_event.action as action',
        'audit_event.subject as subjectId',
        'audit_event.detail as detail',
        'audit_event.address as address',
        'doer.id as doerId',
        'doer.name as doerName',
        'doer.email as doerEmail',
        'subject.id as personId',
        'subject.name as personName',
        'subject.email as personEmail',
      ])
    if (kind) query = query.where('audit_event.action', 'in', [...AUDIT_KINDS[kind]])
    if (person !== undefined) {
      query = query.where((row) =>
        row.or([row('audit_event.person_id', '=', person), row('audit_event.subject', '=', person)]),
      )
    }
    if (after) {
      const { key: at, id } = after
      query = query.where((row) =>
        row.or([
          row('audit_event.at', '<', at),
          row.and([row('audit_event.at', '=', at), row('audit_event.id', '>', id)]),
        ]),
      )
    }
    const rows = await query.orderBy('audit_event.at', 'desc').orderBy('audit_event.id').limit(limit).execute()
    return rows.map((row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      action: row.action,
      by: personOf(row.doerId, row.doerName, row.doerEmail),
      subject: row.subjectId,
      person: personOf(row.personId, row.personName, row.personEmail),
      detail: detailOf(row.detail),
      address: row.address,
    }))
  }
}

function personOf(id: string | null, name: string | null, email: string | null): Person | null {
  const userId = id === null ? undefined : parseUserId(id)
  return userId ? { id: userId, name: name ?? '', email: email ?? '' } : null
}

function detailOf(raw: string): AuditEvent['detail'] {
  const parsed = detailSchema.safeParse(JSON.parse(raw))
  return parsed.success ? parsed.data : {}
}
