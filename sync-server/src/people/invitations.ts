/** Invitations: made for somebody or whoever has the link, good once, and what comes of them. */
import { randomBytes } from 'node:crypto'
import type { Invitation, InvitationOffer } from '@dure/api'
import {
  type DocumentId,
  newSessionId,
  type Role,
  type UserId,
  type WorkspaceId,
  type WorkspaceRole,
} from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Person } from '../auth/caller.ts'
import { hashOf } from '../auth/callers.ts'
import { INVITATION_DAYS, MAX_OPEN_INVITATIONS } from '../limits.ts'
import { loadRights } from '../rights/load-rights.ts'
import { mayGive, roleOutOfBin } from '../rights/rights.ts'
import { documentSubject, personSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudit, recordAudits } from './audit.ts'
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
  | { readonly kind: 'joined'; readonly personId: UserId; readonly documentId: DocumentId | null }
  | { readonly kind: 'unknown' }
  /** It is for another e-mail. */
  | { readonly kind: 'other-email' }
  | { readonly kind: 'email-taken' }

export class Invitations {
  readonly #db: Kysely<StoreTables>
  readonly #feed: RightsFeed

  constructor(db: Kysely<StoreTables>, feed: RightsFeed) {
    this.#db = db
    this.#feed = feed
  }

  async list(workspaceId: WorkspaceId, { limit, after }: Page<number>): Promise<readonly Invitation[]> {
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
  accept(token: string, person: Omit<NewPerson, 'emailVerified'>, address: string): Promise<Accepted> {
    return this.#accept(token, person.email, address, (transaction, emailVerified) =>
      insertPerson(transaction, { ...person, emailVerified }),
    )
  }

  /** Likewise, for somebody who has an account: who was taken out of the workspace comes back as who they were. */
  acceptAs(token: string, { userId, email }: Person, address: string): Promise<Accepted> {
    return this.#accept(token, email, address, async () => userId)
  }

  /** @param who Whom it lets in; undefined when somebody else has that e-mail. */
  async #accept(
    token: string,
    email: string,
    address: string,
    who: (transaction: Transaction<StoreTables>, emailVerified: boolean) => Promise<UserId | undefined>,
  ): Promise<Accepted> {
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
      if (row.email !== null && row.email !== email) return giveBack(transaction, row.id, 'other-email')
      const personId = await who(transaction, row.mailed === 1)
      if (!personId) return giveBack(transaction, row.id, 'email-taken')
      await transaction.updateTable('invitation').set({ accepted_by: personId }).where('id', '=', row.id).execute()
      // First: see `Sharing`. Documents that somebody who comes back has open are theirs to edit from here on.
      await recordRightsChange(transaction, [personSubject(personId)])
      await insertMember(transaction, row.workspace_id, personId, row.role)
      await recordAudit(transaction, { action: 'invitation-accepted', by: personId, subject: row.id, address })
      return { kind: 'joined', personId, documentId: await letIn(transaction, personId, row) }
    })
    await this.#feed.look()
    return accepted
  }
}

/** Into the document that the invitation is to: if it is there yet, and who made it may still give that role. */
async function letIn(
  transaction: Transaction<StoreTables>,
  personId: UserId,
  { document_id: id, document_role: role, created_by: by }: Selectable<StoreTables['invitation']>,
): Promise<DocumentId | null> {
  if (id === null || role === null) return null
  // First: see `Sharing`.
  await recordRightsChange(transaction, [documentSubject(id)])
  const rights = await loadRights(transaction, id, by)
  const givers = rights && roleOutOfBin(rights.facts, by)
  if (!givers || !mayGive(givers, role)) return null
  await transaction
    .insertInto('document_grant')
    .values({ document_id: id, person_id: personId, role, granted_by: by, created_at: Date.now() })
    // Who is named there already keeps the role they have.
    .onConflict((conflict) => conflict.columns(['document_id', 'person_id']).doNothing())
    .execute()
  return id
}

/**
 * The open ones that somebody made are worth nothing from here on: they may know the links. @param which Those to the
 * workspace itself, or those to documents as well.
 */
export async function withdrawMadeBy(
  transaction: Transaction<StoreTables>,
  madeBy: UserId,
  which: 'to-workspace' | 'all',
  { workspaceId, by, address }: { readonly workspaceId: WorkspaceId; readonly by: UserId; readonly address: string },
): Promise<void> {
  const withdrawn = await transaction
    .deleteFrom('invitation')
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '=', madeBy)
    .where('accepted_at', 'is', null)
    .$if(which === 'to-workspace', (query) => query.where('document_id', 'is', null))
    .returning('id')
    .execute()
  await recordAudits(
    transaction,
    withdrawn.map(({ id }) => ({ action: 'invitation-deleted', by, subject: id, address })),
  )
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
