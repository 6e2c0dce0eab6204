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
  async read({ limit, after }: Page<number>, filter: AuditFilter): Promise<readonly AuditEvent[]> {
    const newest = (events: Events) => {
      const page = events.orderBy('at', 'desc').orderBy('id').limit(limit)
      if (!after) return page
      const { key: at, id } = after
      return (
        page
          // Implied by the next condition, but this one starts in the index.
          .where('at', '<=', at)
          .where((row) => row.or([row('at', '<', at), row.and([row('at', '=', at), row('id', '>', id)])]))
      )
    }
    // As many of each as are wanted of all: then no more is read than that, however rare they are among the others.
    const [first, ...others] = inOrderOf(this.#db, filter).map((events) =>
      this.#db.selectFrom(newest(events).as('part')).selectAll(),
    )
    if (!first) return []
    const parts = others.reduce((all, each) => all.union(each), first)
    const rows = await this.#db
      .selectFrom(parts.as('event'))
      .selectAll()
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(limit)
      .execute()
    const people = await this.#people(rows.flatMap((row) => [row.person_id, parseUserId(row.subject)]))
    return rows.map((row) => ({
      id: row.id,
      at: new Date(row.at).toISOString(),
      action: row.action,
      by: (row.person_id && people.get(row.person_id)) ?? null,
      subject: row.subject,
      person: people.get(row.subject) ?? null,
      detail: detailOf(row.detail),
      address: row.address,
    }))
  }

  /** By their ids, as text: what an event was about may be no person. */
  async #people(ids: readonly (UserId | null | undefined)[]): Promise<ReadonlyMap<string, Person>> {
    const wanted = [...new Set(ids.filter((id) => id !== null && id !== undefined))]
    if (wanted.length === 0) return new Map()
    const rows = await this.#db.selectFrom('person').select(['id', 'name', 'email']).where('id', 'in', wanted).execute()
    return new Map(rows.map((row) => [row.id, row]))
  }
}

type Events = ReturnType<typeof everything>
const everything = (db: Kysely<StoreTables>) => db.selectFrom('audit_event').selectAll()

/** The events of a filter in parts, each of which has an index in the order of time. */
function inOrderOf(db: Kysely<StoreTables>, { person, kind }: AuditFilter): readonly Events[] {
  const all = everything(db)
  if (person !== undefined) {
    const theirs = [all.where('person_id', '=', person), all.where('subject', '=', person)]
    return kind ? theirs.map((each) => each.where('action', 'in', [...AUDIT_KINDS[kind]])) : theirs
  }
  return kind ? AUDIT_KINDS[kind].map((action) => all.where('action', '=', action)) : [all]
}

function detailOf(raw: string): AuditEvent['detail'] {
  const parsed = detailSchema.safeParse(JSON.parse(raw))
  return parsed.success ? parsed.data : {}
}
