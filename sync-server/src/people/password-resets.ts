/**
 * A password that was forgotten: a link that works once sets another one, and ends every sign-in of the account. It goes
 * out by e-mail, or where none is sent an owner or admin makes it and hands it over.
 */
import type { MailLanguage } from '@dure/api'
import type { UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely, Transaction } from 'kysely'
import { newSecret, type Proofs } from '../auth/proofs.ts'
import type { SignIn } from '../auth/sign-in.ts'
import { RESET_LINK_HOURS, RESET_MINUTES } from '../limits.ts'
import { passwordChangedLetter, resetLetter } from '../mail/letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Logger } from '../observability/logger.ts'
import { personSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { recordAudit } from './audit.ts'
import { insertCredential, PASSWORD_PROVIDER } from './new-person.ts'

const MINUTE_MS = 60_000

export interface PasswordResetDeps {
  readonly database: Kysely<StoreTables>
  readonly proofs: Proofs
  readonly signIn: SignIn
  readonly feed: RightsFeed
  readonly mailer: Mailer | undefined
  readonly logger: Logger
}

interface Resetting {
  readonly id: UserId
  readonly name: string
  readonly email: string
  /** The link came by e-mail: whoever has it reads it. */
  readonly mailed: boolean
}

/**
 * They read the e-mail. Where nobody had proved it before, somebody else may have made the account in advance: then what
 * was laid down in it to come back with goes. A second factor stays: it lets nobody in, and an e-mail alone takes it off
 * nobody.
 */
async function prove(transaction: Transaction<StoreTables>, id: UserId): Promise<void> {
  const first = await transaction
    .updateTable('person')
    .set({ email_verified: 1 })
    .where('id', '=', id)
    .where('email_verified', '=', 0)
    .returning('id')
    .executeTakeFirst()
  if (!first) return
  await transaction.deleteFrom('passkey').where('person_id', '=', id).execute()
  await transaction.deleteFrom('access_token').where('person_id', '=', id).execute()
  await transaction
    .deleteFrom('credential')
    .where('person_id', '=', id)
    .where('provider_id', '<>', PASSWORD_PROVIDER)
    .execute()
}

export interface ResetLink {
  readonly token: string
  readonly expiresAt: string
}

/** @param of Whose; `by` is undefined for whoever runs the machine. */
export async function makeResetLink(
  database: Kysely<StoreTables>,
  proofs: Proofs,
  of: { readonly personId: UserId; readonly by: UserId | undefined; readonly address: string },
): Promise<ResetLink> {
  const { personId, by, address } = of
  const lastsMs = RESET_LINK_HOURS * 60 * MINUTE_MS
  const expiresAt = new Date(Date.now() + lastsMs).toISOString()
  return database.transaction().execute(async (transaction) => {
    // One is enough, and an earlier one may have gone astray.
    await proofs.forget('made-reset', personId, transaction)
    const token = await proofs.begin('made-reset', personId, lastsMs, newSecret(), transaction)
    await recordAudit(transaction, { action: 'reset-link-made', by, subject: personId, address })
    return { token, expiresAt }
  })
}

export class PasswordResets {
  readonly #deps: PasswordResetDeps
  readonly #underWay = new Set<Promise<void>>()

  constructor(deps: PasswordResetDeps) {
    this.#deps = deps
  }

  /**
   * Sends a link to whoever has an account with that e-mail. Answers at once, before anything is looked up: neither the
   * answer nor how long it takes says whether there is one.
   */
  request(email: string, language: MailLanguage): void {
    const sending = this.#send(email, language)
      .catch((error: unknown) => this.#deps.logger.warn({ err: error }, 'a password reset could not be begun'))
      .finally(() => this.#underWay.delete(sending))
    this.#underWay.add(sending)
  }

  /** Until all that was requested is sent, or cannot be. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay)
  }

  /** A link to hand over. */
  makeLink(personId: UserId, by: UserId, address: string): Promise<ResetLink> {
    return makeResetLink(this.#deps.database, this.#deps.proofs, { personId, by, address })
  }

  /** Whose password a link sets; undefined when it sets nobody's (any longer). */
  async offer(token: string): Promise<Resetting | undefined> {
    const { database, proofs } = this.#deps
    const mailedTo = await proofs.look('mailed-reset', token)
    const personId = mailedTo ?? (await proofs.look('made-reset', token))
    if (personId === undefined) return undefined
    const person = await database
      .selectFrom('person')
      .select(['id', 'name', 'email'])
      .where('id', '=', personId as UserId)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    return person && { ...person, mailed: mailedTo !== undefined }
  }

  /** Answers false when the link is worth nothing (any longer). */
  async complete(token: string, password: string, language: MailLanguage, address: string): Promise<boolean> {
    const { database, proofs, signIn, feed, mailer } = this.#deps
    // Hashing is work: not for whoever has no link.
    const offered = await this.offer(token)
    if (!offered) return false
    const { id, name, email, mailed } = offered
    const passwordHash = await signIn.hashPassword(password)
    const done = await database.transaction().execute(async (transaction) => {
      const taken = await proofs.take(mailed ? 'mailed-reset' : 'made-reset', token, transaction)
      if (taken !== id) return false
      const updated_at = new Date().toISOString()
      const changed = await transaction
        .updateTable('credential')
        .set({ password: passwordHash, updated_at })
        .where('person_id', '=', id)
        .where('provider_id', '=', PASSWORD_PROVIDER)
        .returning('id')
        .executeTakeFirst()
      if (!changed) await insertCredential(transaction, id, PASSWORD_PROVIDER, id, passwordHash)
      if (mailed) await prove(transaction, id)
      await transaction.deleteFrom('sign_in').where('person_id', '=', id).execute()
      await proofs.forget('mailed-reset', id, transaction)
      await proofs.forget('made-reset', id, transaction)
      await recordRightsChange(transaction, [personSubject(id)])
      await recordAudit(transaction, { action: 'password-reset', by: id, subject: id, detail: { mailed }, address })
      return true
    })
    if (!done) return false
    await feed.look()
    void mailer?.send(email, passwordChangedLetter(language, { name, link: mailer.linkTo('/sign-in') }))
    return true
  }

  async #send(email: string, language: MailLanguage): Promise<void> {
    const { database, proofs, mailer } = this.#deps
    const person = await database
      .selectFrom('person')
      .select(['id', 'name'])
      .where('email', '=', email)
      .where('disabled_at', 'is', null)
      .executeTakeFirst()
    if (!person || !mailer) return
    const token = await proofs.begin('mailed-reset', person.id, RESET_MINUTES * MINUTE_MS)
    const link = mailer.linkTo(`/reset/${token}`)
    await mailer.send(email, resetLetter(language, { name: person.name, link, minutes: RESET_MINUTES }))
  }
}
