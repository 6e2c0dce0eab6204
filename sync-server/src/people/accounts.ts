/** What people do with their own account, and the sign-ins and tokens that stand for them. */
import { randomBytes } from 'node:crypto'
import type { AccessToken, Person as ApiPerson, SignedIn, Workspace } from '@dure/api'
import { newSessionId, type UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { type Person, parseTokenScope, type TokenScope } from '../auth/caller.ts'
import { hashOf, TOKEN_PREFIX } from '../auth/callers.ts'
import type { Proofs } from '../auth/proofs.ts'
import type { SignIn } from '../auth/sign-in.ts'
import { ChangedMeanwhile, type ExpectedVersions } from '../changed-meanwhile.ts'
import { MAX_SIGN_INS_PER_PERSON, MAX_TOKENS_PER_PERSON } from '../limits.ts'
import { credentialSubject, personSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudit, recordAudits } from './audit.ts'
import { PASSWORD_PROVIDER } from './new-person.ts'
import type { Page } from './page.ts'
import { lockPerson } from './person-lock.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export class Accounts {
  readonly #db: Kysely<StoreTables>
  readonly #signIn: SignIn
  readonly #proofs: Proofs
  readonly #feed: RightsFeed

  constructor(db: Kysely<StoreTables>, signIn: SignIn, proofs: Proofs, feed: RightsFeed) {
    this.#db = db
    this.#proofs = proofs
    this.#signIn = signIn
    this.#feed = feed
  }

  /** The workspace they are in, and as what. There is one so far. */
  async workspaceOf(personId: UserId): Promise<Workspace | undefined> {
    return this.#db
      .selectFrom('membership')
      .innerJoin('workspace', 'workspace.id', 'membership.workspace_id')
      .select(['workspace.id as id', 'workspace.name as name', 'membership.role as role'])
      .where('membership.person_id', '=', personId)
      .orderBy('membership.created_at')
      .executeTakeFirst()
  }

  async profileOf(personId: UserId): Promise<{ readonly person: ApiPerson; readonly version: number }> {
    const { version, ...person } = await this.#db
      .selectFrom('person')
      .select(['id', 'name', 'email', 'version'])
      .where('id', '=', personId)
      .executeTakeFirstOrThrow()
    return { person, version }
  }

  /** Answers the version it has now. @throws ChangedMeanwhile. */
  async rename(personId: UserId, name: string, expected: ExpectedVersions): Promise<number> {
    const version = await this.#db.transaction().execute(async (transaction) => {
      const updated_at = new Date().toISOString()
      const changed = await transaction
        .updateTable('person')
        .set((row) => ({ name, updated_at, version: row('version', '+', 1) }))
        .where('id', '=', personId)
        .$if(expected !== undefined, (query) => query.where('version', 'in', expected ?? []))
        .returning('version')
        .executeTakeFirst()
      if (!changed) throw new ChangedMeanwhile()
      // Open documents show the name.
      await recordRightsChange(transaction, [personSubject(personId)])
      return changed.version
    })
    await this.#feed.look()
    return version
  }

  /** Ends every other sign-in of theirs, and links to set another password. Answers false when the present password is another one. */
  async changePassword(person: Person, current: string, next: string, address: string): Promise<boolean> {
    const credential = await this.#db
      .selectFrom('credential')
      .select(['id', 'password'])
      .where('person_id', '=', person.userId)
      .where('provider_id', '=', PASSWORD_PROVIDER)
      .executeTakeFirst()
    if (!credential?.password || !(await this.#signIn.verifyPassword(credential.password, current))) return false
    const password = await this.#signIn.hashPassword(next)
    const done = await this.#db.transaction().execute(async (transaction) => {
      const updated_at = new Date().toISOString()
      const changed = await transaction
        .updateTable('credential')
        .set({ password, updated_at })
        .where('id', '=', credential.id)
        // A reset may have set another one while this was checked: whoever knew the old one does not undo that.
        .where('password', '=', credential.password)
        .returning('id')
        .executeTakeFirst()
      if (!changed) return false
      await this.#proofs.forget('mailed-reset', person.userId, transaction)
      await this.#proofs.forget('made-reset', person.userId, transaction)
      await transaction
        .deleteFrom('sign_in')
        .where('person_id', '=', person.userId)
        .where('id', '<>', person.credential.id)
        .execute()
      await recordRightsChange(transaction, [personSubject(person.userId)])
      await recordAudit(transaction, { action: 'password-changed', by: person.userId, subject: person.userId, address })
      return true
    })
    if (done) await this.#feed.look()
    return done
  }

  // ── signed-in browsers ────────────────────────────────────────────────────────────────────────────────────────────

  async listSignedIn({ userId, credential }: Person, { limit, after }: Page<string>): Promise<readonly SignedIn[]> {
    let page = this.#db
      .selectFrom('sign_in')
      .select(['id', 'created_at', 'updated_at', 'user_agent', 'ip_address'])
      .where('person_id', '=', userId)
      .where('expires_at', '>', new Date().toISOString())
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .limit(limit)
    if (after) {
      page = page.where(({ eb, or, and }) =>
        or([eb('updated_at', '<', after.key), and([eb('updated_at', '=', after.key), eb('id', '>', after.id)])]),
      )
    }
    const rows = await page.execute()
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      lastUsedAt: row.updated_at,
      userAgent: row.user_agent ?? '',
      address: row.ip_address ?? '',
      current: row.id === credential.id,
    }))
  }

  /** Of a person who signs in once more: what ran out goes, and of more than there may be what was used longest ago. */
  async endSurplus(personId: UserId, address: string): Promise<void> {
    const now = new Date().toISOString()
    const theirs = this.#db.selectFrom('sign_in').select('id').where('person_id', '=', personId)
    await this.#db.deleteFrom('sign_in').where('person_id', '=', personId).where('expires_at', '<=', now).execute()
    const surplus = await theirs
      .orderBy('updated_at', 'desc')
      .orderBy('id')
      .offset(MAX_SIGN_INS_PER_PERSON)
      .limit(MAX_SIGN_INS_PER_PERSON)
      .execute()
    if (surplus.length === 0) return
    const ids = surplus.map(({ id }) => id)
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('sign_in').where('id', 'in', ids).execute()
      await recordRightsChange(transaction, ids.map(credentialSubject))
      await recordAudits(
        transaction,
        ids.map((subject) => ({ action: 'sign-in-ended', by: personId, subject, address })),
      )
    })
    await this.#feed.look()
  }

  /** Answers false when they have no such sign-in. */
  async endSignIn(person: Person, id: string, address: string): Promise<boolean> {
    const ended = await this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('sign_in')
        .where('id', '=', id)
        .where('person_id', '=', person.userId)
        .returning('id')
        .executeTakeFirst()
      if (!row) return false
      await recordRightsChange(transaction, [credentialSubject(id)])
      const action = id === person.credential.id ? 'signed-out' : 'sign-in-ended'
      await recordAudit(transaction, { action, by: person.userId, subject: id, address })
      return true
    })
    if (ended) await this.#feed.look()
    return ended
  }

  async endAllSignIns({ userId }: Person, address: string): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('sign_in').where('person_id', '=', userId).execute()
      await recordRightsChange(transaction, [personSubject(userId)])
      await recordAudit(transaction, { action: 'all-sign-ins-ended', by: userId, subject: userId, address })
    })
    await this.#feed.look()
  }

  // ── tokens ────────────────────────────────────────────────────────────────────────────────────────────────────────

  async listTokens({ userId }: Person): Promise<readonly AccessToken[]> {
    const rows = await this.#db
      .selectFrom('access_token')
      .select(['id', 'name', 'scope', 'created_at', 'expires_at', 'last_used_at'])
      .where('person_id', '=', userId)
      .orderBy('created_at')
      .orderBy('id')
      .execute()
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      scope: parseTokenScope(row.scope),
      createdAt: new Date(row.created_at).toISOString(),
      expiresAt: row.expires_at === null ? null : new Date(row.expires_at).toISOString(),
      lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
    }))
  }

  /** Answers undefined when they have as many as one may have. */
  async createToken(
    { userId }: Person,
    wanted: { readonly name: string; readonly scope: TokenScope; readonly days?: number | undefined },
    address: string,
  ): Promise<(AccessToken & { readonly token: string }) | undefined> {
    const { name, scope, days } = wanted
    const [id, token, now] = [newSessionId(), TOKEN_PREFIX + randomBytes(32).toString('base64url'), Date.now()]
    const expiresAt = days === undefined ? null : now + days * DAY_MS
    const made = await this.#db.transaction().execute(async (transaction) => {
      await lockPerson(transaction, userId)
      const { count } = await transaction
        .selectFrom('access_token')
        .select((row) => row.fn.countAll<number>().as('count'))
        .where('person_id', '=', userId)
        .executeTakeFirstOrThrow()
      if (count >= MAX_TOKENS_PER_PERSON) return false
      await transaction
        .insertInto('access_token')
        .values({
          id,
          token_hash: hashOf(token),
          person_id: userId,
          name,
          scope,
          created_at: now,
          expires_at: expiresAt,
          last_used_at: null,
        })
        .execute()
      await recordAudit(transaction, { action: 'token-created', by: userId, subject: id, detail: { scope }, address })
      return true
    })
    if (!made) return undefined
    return {
      id,
      name,
      scope,
      token,
      createdAt: new Date(now).toISOString(),
      expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
      lastUsedAt: null,
    }
  }

  /** Answers false when they have no such token. */
  async deleteToken({ userId }: Person, id: string, address: string): Promise<boolean> {
    const deleted = await this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('access_token')
        .where('id', '=', id)
        .where('person_id', '=', userId)
        .returning('id')
        .executeTakeFirst()
      if (!row) return false
      await recordRightsChange(transaction, [credentialSubject(id)])
      await recordAudit(transaction, { action: 'token-deleted', by: userId, subject: id, address })
      return true
    })
    if (deleted) await this.#feed.look()
    return deleted
  }
}
