/** What guards an account, and what must be shown before any of it is changed. */
import type { UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import type { Person } from '../auth/caller.ts'
import type { SignIn } from '../auth/sign-in.ts'
import { FRESH_SIGN_IN_MS } from '../limits.ts'
import { PASSWORD_PROVIDER } from './new-person.ts'
import { lockPerson } from './person-lock.ts'

export type WayIn = 'password' | 'passkey' | 'provider'

export class AccountSecurity {
  readonly #db: Kysely<StoreTables>
  readonly #signIn: SignIn

  constructor(db: Kysely<StoreTables>, signIn: SignIn) {
    this.#db = db
    this.#signIn = signIn
  }

  async hasPassword(personId: UserId): Promise<boolean> {
    return (await this.#passwordOf(personId)) !== undefined
  }

  /** Whether it is the person who sits at the browser: by their password, or where there is none by a fresh sign-in. */
  async confirm(
    { userId, credential }: Person,
    password: string | undefined,
  ): Promise<'yes' | 'wrong' | 'sign-in-again'> {
    const hash = await this.#passwordOf(userId)
    if (hash !== undefined) {
      return password !== undefined && (await this.#signIn.verifyPassword(hash, password)) ? 'yes' : 'wrong'
    }
    const row = await this.#db
      .selectFrom('sign_in')
      .select('created_at')
      .where('id', '=', credential.id)
      .executeTakeFirst()
    const fresh = row !== undefined && Date.parse(row.created_at) > Date.now() - FRESH_SIGN_IN_MS
    return fresh ? 'yes' : 'sign-in-again'
  }

  #passwordOf(personId: UserId): Promise<string | undefined> {
    return passwordOf(this.#db, personId)
  }
}

/** What is left of an account's ways in, besides a password, when one is taken off. */
export interface WaysLeft {
  /** A passkey that does not count. */
  readonly withoutPasskey?: string
  /** The provider that counts: that of the settings, unless it is the one that is taken off. */
  readonly provider: string | undefined
}

/**
 * Whether they can still sign in by what is left. Locks the account until the transaction ends: of two ways in that are
 * removed at the same moment, each would find the other one still there.
 */
export async function keepsAWayIn(
  transaction: Transaction<StoreTables>,
  personId: UserId,
  { withoutPasskey, provider }: WaysLeft,
): Promise<boolean> {
  await lockPerson(transaction, personId)
  if ((await passwordOf(transaction, personId)) !== undefined) return true
  const passkeys = await transaction.selectFrom('passkey').select('id').where('person_id', '=', personId).execute()
  if (passkeys.some(({ id }) => id !== withoutPasskey)) return true
  return provider !== undefined && (await isConnected(transaction, personId, provider))
}

/** Whether somebody signs in by this provider, too. */
export async function isConnected(db: Kysely<StoreTables>, personId: UserId, provider: string): Promise<boolean> {
  const row = await db
    .selectFrom('credential')
    .select('id')
    .where('person_id', '=', personId)
    .where('provider_id', '=', provider)
    .executeTakeFirst()
  return row !== undefined
}

async function passwordOf(db: Kysely<StoreTables>, personId: UserId): Promise<string | undefined> {
  const row = await db
    .selectFrom('credential')
    .select('password')
    .where('person_id', '=', personId)
    .where('provider_id', '=', PASSWORD_PROVIDER)
    .executeTakeFirst()
  return row?.password ?? undefined
}
