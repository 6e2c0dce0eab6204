/**
 * Whose account it is that another provider vouches for. The subject that was connected once counts; else an e-mail that
 * both the provider and we know to be theirs. An account whose e-mail nobody proved here is connected by whoever is
 * signed in to it, never by the e-mail alone: somebody else may have made it in advance.
 */
import { emailSchema, nameSchema } from '@dure/api'
import { parseUserId, type UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import type { IdentityProvider, ProvidedIdentity } from '../auth/identity-provider.ts'
import { isConnected, keepsAWayIn } from './account-security.ts'
import { recordAudit } from './audit.ts'
import { insertCredential, insertMember, insertPerson } from './new-person.ts'

/** Why somebody whom the provider knows does not get in: part of the address of the page that says it. */
export type ProviderTrouble = 'domain' | 'unverified' | 'unproven' | 'no-account' | 'disabled' | 'taken' | 'other-email'

export type ProviderOutcome =
  | { readonly kind: 'person'; readonly id: UserId }
  | { readonly kind: 'refused'; readonly trouble: ProviderTrouble; readonly id?: UserId }

export class ProviderAccounts {
  readonly #db: Kysely<StoreTables>
  readonly #provider: IdentityProvider

  constructor(db: Kysely<StoreTables>, provider: IdentityProvider) {
    this.#db = db
    this.#provider = provider
  }

  isConnected(personId: UserId): Promise<boolean> {
    return isConnected(this.#db, personId, this.#provider.id)
  }

  /** Whose account it is, which may be made by it. @param connect Who is signed in and wants it connected. */
  personFor(identity: ProvidedIdentity, connect: string | undefined, address: string): Promise<ProviderOutcome> {
    return this.#db.transaction().execute(async (transaction) => {
      const { verifiedEmail, subject } = identity
      if (!this.#isAllowed(verifiedEmail)) return refused('domain')
      const known = await transaction
        .selectFrom('credential')
        .innerJoin('person', 'person.id', 'credential.person_id')
        .select(['person.id as id', 'person.disabled_at as disabledAt'])
        .where('provider_id', '=', this.#provider.id)
        .where('account_id', '=', subject)
        .executeTakeFirst()
      if (known) {
        if (connect !== undefined && connect !== known.id) return refused('taken')
        return known.disabledAt === null ? { kind: 'person', id: known.id } : refused('disabled', known.id)
      }
      const email = emailSchema.safeParse(verifiedEmail)
      if (!email.success) return refused('unverified')
      return connect === undefined
        ? this.#byEmail(transaction, identity, email.data, address)
        : this.#connect(transaction, subject, email.data, connect, address)
    })
  }

  /** `last`: they would have no way in any longer. */
  disconnect(personId: UserId, address: string): Promise<'disconnected' | 'not-connected' | 'last'> {
    return this.#db.transaction().execute(async (transaction) => {
      const keeps = await keepsAWayIn(transaction, personId, { provider: undefined })
      if (!(await isConnected(transaction, personId, this.#provider.id))) return 'not-connected'
      if (!keeps) return 'last'
      await transaction
        .deleteFrom('credential')
        .where('person_id', '=', personId)
        .where('provider_id', '=', this.#provider.id)
        .execute()
      await recordAudit(transaction, { action: 'provider-disconnected', by: personId, subject: personId, address })
      return 'disconnected'
    })
  }

  async #byEmail(
    transaction: Transaction<StoreTables>,
    { subject, name }: ProvidedIdentity,
    email: string,
    address: string,
  ): Promise<ProviderOutcome> {
    const person = await transaction
      .selectFrom('person')
      .select(['id', 'disabled_at as disabledAt', 'email_verified as emailVerified'])
      .where('email', '=', email)
      .executeTakeFirst()
    if (person) {
      if (person.disabledAt !== null) return refused('disabled', person.id)
      if (person.emailVerified !== 1) return refused('unproven', person.id)
      return this.#link(transaction, person.id, subject, address)
    }
    const { creates } = this.#provider.settings
    const workspace = await transaction.selectFrom('workspace').select('id').orderBy('created_at').executeTakeFirst()
    if (creates === 'nobody' || !workspace) return refused('no-account')
    const named = nameSchema.safeParse(name)
    const shownName = named.success ? named.data : (email.split('@', 1)[0] ?? email)
    const made = { name: shownName.slice(0, 60), email, passwordHash: undefined, emailVerified: true }
    const id = await insertPerson(transaction, made)
    // Somebody made an account with that e-mail just now: nobody has proved it is this person's.
    if (!id) return refused('unproven')
    await insertMember(transaction, workspace.id, id, creates)
    await recordAudit(transaction, {
      action: 'member-joined',
      by: id,
      subject: id,
      detail: { role: creates, by: 'provider' },
      address,
    })
    return this.#link(transaction, id, subject, address)
  }

  async #connect(
    transaction: Transaction<StoreTables>,
    subject: string,
    email: string,
    connect: string,
    address: string,
  ): Promise<ProviderOutcome> {
    const id = parseUserId(connect)
    const person =
      id && (await transaction.selectFrom('person').select(['id', 'email']).where('id', '=', id).executeTakeFirst())
    if (!person || person.email !== email) return refused('other-email')
    // Both sides agree on it now.
    await transaction.updateTable('person').set({ email_verified: 1 }).where('id', '=', person.id).execute()
    return this.#link(transaction, person.id, subject, address)
  }

  async #link(
    transaction: Transaction<StoreTables>,
    personId: UserId,
    subject: string,
    address: string,
  ): Promise<ProviderOutcome> {
    await insertCredential(transaction, personId, this.#provider.id, subject)
    await recordAudit(transaction, { action: 'provider-connected', by: personId, subject: personId, address })
    return { kind: 'person', id: personId }
  }

  #isAllowed(email: string | undefined): boolean {
    const { domains } = this.#provider.settings
    return domains.length === 0 || (email !== undefined && domains.includes(email.slice(email.lastIndexOf('@') + 1)))
  }
}

const refused = (trouble: ProviderTrouble, id?: UserId): ProviderOutcome => ({
  kind: 'refused',
  trouble,
  ...(id === undefined ? {} : { id }),
})
