/** The people of a workspace, and how others join it. */
import { randomBytes } from 'node:crypto'
import type { Invitation, InvitationOffer, Member } from '@dure/api'
import {
  type DocumentId,
  newSessionId,
  type Role,
  type UserId,
  type WorkspaceId,
  type WorkspaceRole,
} from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import { hashOf } from '../auth/callers.ts'
import { ChangedMeanwhile, type Changer } from '../changed-meanwhile.ts'
import { INVITATION_DAYS, MAX_OPEN_INVITATIONS } from '../limits.ts'
import { documentSubject, personSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudit } from './audit.ts'
import { insertMember, insertPerson, type NewPerson } from './new-person.ts'
import type { Page } from './page.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export interface NewInvitation {
  readonly workspaceId: WorkspaceId
  readonly role: WorkspaceRole
  readonly email: string | undefined
  /** Shared with whoever accepts. */
  readonly document: { readonly id: DocumentId; readonly role: Role } | undefined
  readonly by: UserId
}

export type MadeInvitation = Invitation & { readonly token: string }

export type Accepted =
  | { readonly kind: 'joined'; readonly documentId: DocumentId | null }
  | { readonly kind: 'unknown' }
  /** It is for another e-mail. */
  | { readonly kind: 'other-email' }
  | { readonly kind: 'email-taken' }

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

  /** Answers the version it has now. @throws ChangedMeanwhile. */
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
      const documents = transaction.selectFrom('document').select('id').where('workspace_id', '=', workspaceId)
      await transaction
        .deleteFrom('document_grant')
        .where('person_id', '=', personId)
        .where('document_id', 'in', documents)
        .execute()
      await recordRightsChange(transaction, [personSubject(personId)])
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

  // ── invitations ───────────────────────────────────────────────────────────────────────────────────────────────────

  async listInvitations(workspaceId: WorkspaceId, { limit, after }: Page<number>): Promise<readonly Invitation[]> {
    let page = this.#db
      .selectFrom('invitation')
      .select(['id', 'email', 'role', 'created_at', 'expires_at'])
      .where('workspace_id', '=', workspaceId)
      .where('accepted_at', 'is', null)
      .where('expires_at', '>', Date.now())
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .limit(limit)
    if (after) {
      page = page.where(({ eb, or, and }) =>
        or([eb('created_at', '<', after.key), and([eb('created_at', '=', after.key), eb('id', '>', after.id)])]),
      )
    }
    const rows = await page.execute()
    return rows.map((row) => ({
      id: row.id,
      email: row.email,
      role: row.role,
      createdAt: new Date(row.created_at).toISOString(),
      expiresAt: new Date(row.expires_at).toISOString(),
    }))
  }

  /** Answers undefined when as many are open as may be. */
  async invite(wanted: NewInvitation, address: string): Promise<MadeInvitation | undefined> {
    const { workspaceId, role, email, document, by } = wanted
    const [id, token, now] = [newSessionId(), randomBytes(32).toString('base64url'), Date.now()]
    const expires = now + INVITATION_DAYS * DAY_MS
    const made = await this.#db.transaction().execute(async (transaction) => {
      const { count } = await transaction
        .selectFrom('invitation')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('workspace_id', '=', workspaceId)
        .where('accepted_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirstOrThrow()
      if (count >= MAX_OPEN_INVITATIONS) return false
      await transaction
        .insertInto('invitation')
        .values({
          id,
          token_hash: hashOf(token),
          workspace_id: workspaceId,
          email: email ?? null,
          role,
          document_id: document?.id ?? null,
          document_role: document?.role ?? null,
          created_by: by,
          created_at: now,
          expires_at: expires,
          accepted_by: null,
          accepted_at: null,
          mailed: 0,
        })
        .execute()
      await recordAudit(transaction, { action: 'invitation-created', by, subject: id, detail: { role }, address })
      return true
    })
    if (!made) return undefined
    const [createdAt, expiresAt] = [new Date(now).toISOString(), new Date(expires).toISOString()]
    return { id, token, email: email ?? null, role, createdAt, expiresAt }
  }

  /** Its link went out by e-mail, and nobody else was told it. */
  async noteMailed(id: string): Promise<void> {
    await this.#db.updateTable('invitation').set({ mailed: 1 }).where('id', '=', id).execute()
  }

  /** Answers false when there is no such invitation. */
  async withdraw(workspaceId: WorkspaceId, id: string, by: UserId, address: string): Promise<boolean> {
    return this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('invitation')
        .where('id', '=', id)
        .where('workspace_id', '=', workspaceId)
        .where('accepted_at', 'is', null)
        .returning('id')
        .executeTakeFirst()
      if (!row) return false
      await recordAudit(transaction, { action: 'invitation-deleted', by, subject: id, address })
      return true
    })
  }

  /** What the holder of a token is offered; undefined when it is worth nothing (any longer). */
  async offer(token: string): Promise<InvitationOffer | undefined> {
    const row = await openInvitation(this.#db, token)
      .innerJoin('workspace', 'workspace.id', 'invitation.workspace_id')
      .leftJoin('person', 'person.id', 'invitation.created_by')
      .select(['workspace.name as workspaceName', 'person.name as invitedBy', 'invitation.email as email'])
      .executeTakeFirst()
    return row && { ...row, invitedBy: row.invitedBy ?? '' }
  }

  /** Makes the account, and lets it into the workspace and the document. Once: a second one finds nothing. */
  async accept(token: string, person: Omit<NewPerson, 'emailVerified'>, address: string): Promise<Accepted> {
    const accepted = await this.#db.transaction().execute(async (transaction): Promise<Accepted> => {
      const now = Date.now()
      const row = await transaction
        .updateTable('invitation')
        .set({ accepted_at: now })
        .where('token_hash', '=', hashOf(token))
        .where('accepted_at', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst()
      if (!row) return { kind: 'unknown' }
      if (row.email !== null && row.email !== person.email) return giveBack(transaction, row.id, 'other-email')
      const taken = await transaction
        .selectFrom('person')
        .select('id')
        .where('email', '=', person.email)
        .executeTakeFirst()
      if (taken) return giveBack(transaction, row.id, 'email-taken')
      const emailVerified = row.mailed === 1
      const personId = await insertPerson(transaction, { ...person, emailVerified })
      await transaction.updateTable('invitation').set({ accepted_by: personId }).where('id', '=', row.id).execute()
      await insertMember(transaction, row.workspace_id, personId, row.role)
      if (row.document_id !== null && row.document_role !== null) {
        await transaction
          .insertInto('document_grant')
          .values({
            document_id: row.document_id,
            person_id: personId,
            role: row.document_role,
            granted_by: row.created_by,
            created_at: now,
          })
          .execute()
        await recordRightsChange(transaction, [documentSubject(row.document_id)])
      }
      await recordAudit(transaction, { action: 'invitation-accepted', by: personId, subject: row.id, address })
      return { kind: 'joined', documentId: row.document_id }
    })
    await this.#feed.look()
    return accepted
  }
}

/** All that somebody owns in the workspace, and a record of each. */
async function handOver(
  transaction: Transaction<StoreTables>,
  {
    workspaceId,
    fromId,
    toId,
    by,
    address,
  }: {
    readonly workspaceId: WorkspaceId
    readonly fromId: UserId
    readonly toId: UserId
    readonly by: UserId
    readonly address: string
  },
): Promise<number> {
  // First: see `Sharing`.
  await recordRightsChange(transaction, [personSubject(fromId), personSubject(toId)])
  const owned = await transaction
    .selectFrom('document')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('owner_id', '=', fromId)
    .orderBy('id')
    .execute()
  const detail = { from: fromId, to: toId }
  for (const { id } of owned) {
    await transaction
      .updateTable('document')
      .set((row) => ({ owner_id: toId, access_version: row('access_version', '+', 1) }))
      .where('id', '=', id)
      .execute()
    await recordAudit(transaction, { action: 'ownership-transferred', by, subject: id, detail, address })
  }
  return owned.length
}

/** It was not used after all. */
async function giveBack(
  transaction: Transaction<StoreTables>,
  id: string,
  kind: 'other-email' | 'email-taken',
): Promise<Accepted> {
  await transaction.updateTable('invitation').set({ accepted_at: null }).where('id', '=', id).execute()
  return { kind }
}

const openInvitation = (db: Kysely<StoreTables>, token: string) =>
  db
    .selectFrom('invitation')
    .where('token_hash', '=', hashOf(token))
    .where('accepted_at', 'is', null)
    .where('invitation.expires_at', '>', Date.now())
