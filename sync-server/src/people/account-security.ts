/** What guards an account, and what must be shown before any of it is changed. */
import type { UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import type { Person } from '../auth/caller.ts'
import type { SignIn } from '../auth/sign-in.ts'
import { FRESH_SIGN_IN_MS } from '../limits.ts'
import { PASSWORD_PROVIDER } from './new-person.ts'

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

  /** Whether they can still sign in without one of these. */
  async hasAnotherWayIn(personId: UserId, without: WayIn, passkeyId?: string): Promise<boolean> {
    if (await this.hasPassword(personId)) return true
    const passkeys = await this.#db.selectFrom('passkey').select('id').where('person_id', '=', personId).execute()
    if (passkeys.some(({ id }) => without !== 'passkey' || id !== passkeyId)) return true
    if (without === 'provider') return false
    const provider = await this.#db
      .selectFrom('credential')
      .select('id')
      .where('person_id', '=', personId)
      .where('provider_id', '<>', PASSWORD_PROVIDER)
      .executeTakeFirst()
    return provider !== undefined
  }

  async #passwordOf(personId: UserId): Promise<string | undefined> {
    const row = await this.#db
      .selectFrom('credential')
      .select('password')
      .where('person_id', '=', personId)
      .where('provider_id', '=', PASSWORD_PROVIDER)
      .executeTakeFirst()
    return row?.password ?? undefined
  }
}
