/** The people of a workspace: what each is in it, and what becomes of what is theirs when they leave. */
import type { Member } from '@dure/api'
import type { UserId, WorkspaceId, WorkspaceRole } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { ChangedMeanwhile, type Changer } from '../changed-meanwhile.ts'
import { mayInWorkspace } from '../rights/rights.ts'
import { personSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudit } from './audit.ts'
import { handOver } from './hand-over.ts'
import { withdrawMadeBy } from './invitations.ts'
import type { Page } from './page.ts'

export class Members {
  readonly #db: Kysely<StoreTables>
  readonly #feed: RightsFeed

  constructor(db: Kysely<StoreTables>, feed: RightsFeed) {
    this.#db = db
    this.#feed = feed
  }

  /**
   * In the order in which they came.
   * @param forManager Whoever manages people is told who has a second factor.
   */
  async list(
    workspaceId: WorkspaceId,
    { limit, after }: Page<number>,
    forManager: boolean,
  ): Promise<readonly { readonly member: Member; readonly joinedAt: number }[]> {
    let page = this.#db
      .selectFrom('membership')
      .innerJoin('person', 'person.id', 'membership.person_id')
      .leftJoin('second_factor', 'second_factor.person_id', 'person.id')
      .select([
        'person.id as id',
        'name',
        'email',
        'role',
        'disabled_at as disabledAt',
        'confirmed_at as confirmedAt',
        'membership.created_at as joinedAt',
      ])
      .where('workspace_id', '=', workspaceId)
      .orderBy('membership.created_at')
      .orderBy('person.id')
      .limit(limit)
    if (after) {
      page = page.where(({ eb, or, and }) =>
        or([
          eb('membership.created_at', '>', after.key),
          and([eb('membership.created_at', '=', after.key), eb('person.id', '>', after.id as UserId)]),
        ]),
      )
    }
    const rows = await page.execute()
    return rows.map(({ disabledAt, confirmedAt, joinedAt, ...member }) => {
      const secondFactor = forManager ? { secondFactor: confirmedAt !== null } : {}
      return { member: { ...member, disabled: disabledAt !== null, ...secondFactor }, joinedAt }
    })
  }

  async get(
    workspaceId: WorkspaceId,
    personId: UserId,
  ): Promise<{ readonly member: Member; readonly version: number } | undefined> {
    const row = await this.#db
      .selectFrom('membership')
      .innerJoin('person', 'person.id', 'membership.person_id')
      .select([
        'person.id as id',
        'name',
        'email',
        'role',
        'disabled_at as disabledAt',
        'membership.version as version',
      ])
      .where('workspace_id', '=', workspaceId)
      .where('person.id', '=', personId)
      .executeTakeFirst()
    if (!row) return undefined
    const { disabledAt, version, ...member } = row
    return { member: { ...member, disabled: disabledAt !== null }, version }
  }

  async roleOf(workspaceId: WorkspaceId, personId: UserId): Promise<WorkspaceRole | undefined> {
    const row = await this.#db
      .selectFrom('membership')
      .select('role')
      .where('workspace_id', '=', workspaceId)
      .where('person_id', '=', personId)
      .executeTakeFirst()
    return row?.role
  }

  /**
   * Answers the version it has now. What they may do no longer, their open invitations do not do either.
   * @throws ChangedMeanwhile.
   */
  async change(
    workspaceId: WorkspaceId,
    personId: UserId,
    { role, disabled }: { readonly role?: WorkspaceRole | undefined; readonly disabled?: boolean | undefined },
    { id: by, address, expected }: Changer,
  ): Promise<number> {
    const version = await this.#db.transaction().execute(async (transaction) => {
      const changed = await transaction
        .updateTable('membership')
        .set((row) => ({ version: row('version', '+', 1), ...(role === undefined ? {} : { role }) }))
        .where('workspace_id', '=', workspaceId)
        .where('person_id', '=', personId)
        .$if(expected !== undefined, (query) => query.where('version', 'in', expected ?? []))
        .returning('version')
        .executeTakeFirst()
      if (!changed) throw new ChangedMeanwhile()
      if (disabled !== undefined) {
        await transaction
          .updateTable('person')
          .set({ disabled_at: disabled ? Date.now() : null })
          .where('id', '=', personId)
          .execute()
        // Enabled again, they sign in again.
        if (disabled) await transaction.deleteFrom('sign_in').where('person_id', '=', personId).execute()
      }
      if (disabled) await withdrawMadeBy(transaction, personId, 'all', { workspaceId, by, address })
      else if (role !== undefined && !mayInWorkspace(role, 'invite')) {
        await withdrawMadeBy(transaction, personId, 'to-workspace', { workspaceId, by, address })
      }
      await recordRightsChange(transaction, [personSubject(personId)])
      const detail = { ...(role === undefined ? {} : { role }), ...(disabled === undefined ? {} : { disabled }) }
      await recordAudit(transaction, { action: 'member-changed', by, subject: personId, detail, address })
      return changed.version
    })
    await this.#feed.look()
    return version
  }

  /** What they owned is the workspace owner's from here on, and nothing lets them in that named them. */
  async remove(workspaceId: WorkspaceId, personId: UserId, { id: by, address, expected }: Changer): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      const { person_id: ownerId } = await transaction
        .selectFrom('membership')
        .select('person_id')
        .where('workspace_id', '=', workspaceId)
        .where('role', '=', 'owner')
        .executeTakeFirstOrThrow()
      const removed = await transaction
        .deleteFrom('membership')
        .where('workspace_id', '=', workspaceId)
        .where('person_id', '=', personId)
        .$if(expected !== undefined, (query) => query.where('version', 'in', expected ?? []))
        .returning('person_id')
        .executeTakeFirst()
      if (!removed) throw new ChangedMeanwhile()
      // Locks are taken in the order in which others take them: an invitation that is being accepted, the note of rights,
      // the grants that `Sharing` gives.
      await withdrawMadeBy(transaction, personId, 'all', { workspaceId, by, address })
      await recordRightsChange(transaction, [personSubject(personId)])
      const documents = transaction.selectFrom('document').select('id').where('workspace_id', '=', workspaceId)
      await transaction
        .deleteFrom('document_grant')
        .where('person_id', '=', personId)
        .where('document_id', 'in', documents)
        .execute()
      await handOver(transaction, { workspaceId, fromId: personId, toId: ownerId, by, address })
      await recordAudit(transaction, { action: 'member-removed', by, subject: personId, address })
    })
    await this.#feed.look()
  }

  /**
   * Everything that somebody who is disabled owns becomes another's: one entry of the audit a document, so that nobody
   * comes to read what was kept apart without its being seen (ADR 15). Answers how many; undefined when they are not disabled.
   */
  async takeOver(
    workspaceId: WorkspaceId,
    fromId: UserId,
    toId: UserId,
    by: UserId,
    address: string,
  ): Promise<number | undefined> {
    const taken = await this.#db.transaction().execute(async (transaction) => {
      const from = await transaction
        .selectFrom('person')
        .select('disabled_at')
        .where('id', '=', fromId)
        .executeTakeFirst()
      if (!from || from.disabled_at === null) return undefined
      return handOver(transaction, { workspaceId, fromId, toId, by, address })
    })
    await this.#feed.look()
    return taken
  }
}
