/** Writes somebody into the store: who they are, their password, and what they are in the workspace. */
import { newSessionId, newUserId, type UserId, type WorkspaceId, type WorkspaceRole } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Transaction } from 'kysely'

export interface NewPerson {
  readonly name: string
  /** In lower case. */
  readonly email: string
  /** Undefined for somebody who signs in in another way. */
  readonly passwordHash: string | undefined
  /** Whether it is known that they read that e-mail. */
  readonly emailVerified: boolean
}

/** Undefined when somebody has an account with that e-mail, be it since this very moment. */
export async function insertPerson(
  db: Transaction<StoreTables>,
  { name, email, passwordHash, emailVerified }: NewPerson,
): Promise<UserId | undefined> {
  const id = newUserId()
  const now = new Date().toISOString()
  const made = await db
    .insertInto('person')
    .values({
      id,
      email,
      name,
      email_verified: emailVerified ? 1 : 0,
      image: null,
      created_at: now,
      updated_at: now,
      disabled_at: null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return undefined
  if (passwordHash !== undefined) await insertCredential(db, id, PASSWORD_PROVIDER, id, passwordHash)
  return id
}

/** One more way in which they can sign in. */
export async function insertCredential(
  db: Transaction<StoreTables>,
  personId: UserId,
  providerId: string,
  accountId: string,
  passwordHash: string | null = null,
): Promise<void> {
  const now = new Date().toISOString()
  await db
    .insertInto('credential')
    .values({
      id: newSessionId(),
      person_id: personId,
      provider_id: providerId,
      account_id: accountId,
      password: passwordHash,
      access_token: null,
      refresh_token: null,
      id_token: null,
      access_token_expires_at: null,
      refresh_token_expires_at: null,
      scope: null,
      created_at: now,
      updated_at: now,
    })
    .execute()
}

/** As better-auth calls a password. */
export const PASSWORD_PROVIDER = 'credential'

export async function insertMember(
  db: Transaction<StoreTables>,
  workspaceId: WorkspaceId,
  personId: UserId,
  role: WorkspaceRole,
): Promise<void> {
  await db
    .insertInto('membership')
    .values({ workspace_id: workspaceId, person_id: personId, role, created_at: Date.now() })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'person_id']).doNothing())
    .execute()
}
