/** Writes somebody into the store: who they are, their password, and what they are in the workspace. */
import { newSessionId, newUserId, type UserId, type WorkspaceId, type WorkspaceRole } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Transaction } from 'kysely'

export interface NewPerson {
  readonly name: string
  /** In lower case. */
  readonly email: string
  readonly passwordHash: string
}

export async function insertPerson(
  db: Transaction<StoreTables>,
  { name, email, passwordHash }: NewPerson,
): Promise<UserId> {
  const id = newUserId()
  const now = new Date().toISOString()
  await db
    .insertInto('person')
    .values({ id, email, name, email_verified: 0, image: null, created_at: now, updated_at: now, disabled_at: null })
    .execute()
  await db
    .insertInto('credential')
    .values({
      id: newSessionId(),
      person_id: id,
      provider_id: PASSWORD_PROVIDER,
      account_id: id,
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
  return id
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
