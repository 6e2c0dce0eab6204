/** Codes of an authenticator app, asked for at sign-in besides the password; and recovery codes for who lost the app. */
import { randomBytes, randomInt } from 'node:crypto'
import type { UserId } from '@dure/protocol'
import type { StoreTables } from '@dure/store'
import type { Kysely } from 'kysely'
import { hashOf } from '../auth/callers.ts'
import type { Sealer } from '../auth/sealed.ts'
import { keyFor, stepOf } from '../auth/totp.ts'
import { RECOVERY_CODES } from '../limits.ts'
import { personSubject, type RightsFeed, recordRightsChange } from '../rights/rights-feed.ts'
import { type AuditAction, recordAudit } from './audit.ts'

/** Before any code was taken. */
const NO_STEP = 0
/** Without letters and digits that are taken for each other. */
const CODE_LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

export class SecondFactors {
  readonly #db: Kysely<StoreTables>
  readonly #sealer: Sealer
  readonly #feed: RightsFeed

  constructor(db: Kysely<StoreTables>, sealer: Sealer, feed: RightsFeed) {
    this.#db = db
    this.#sealer = sealer
    this.#feed = feed
  }

  async stateOf(personId: UserId): Promise<{ readonly on: boolean; readonly recoveryCodesLeft: number }> {
    const on = await this.isOn(personId)
    const { count } = await this.#db
      .selectFrom('recovery_code')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('person_id', '=', personId)
      .executeTakeFirstOrThrow()
    return { on, recoveryCodesLeft: count }
  }

  async isOn(personId: UserId): Promise<boolean> {
    return (await this.#rowOf(personId))?.confirmed_at != null
  }

  /** A new key, in place of one that was not confirmed. Undefined when there is a confirmed one. */
  async begin(personId: UserId, email: string): Promise<{ readonly key: string; readonly uri: string } | undefined> {
    // Text, because that is what the library takes; 160 bits of it.
    const secret = randomBytes(15).toString('base64url')
    const sealed = this.#sealer.seal(secret, personId)
    const created_at = Date.now()
    const row = await this.#db
      .insertInto('second_factor')
      .values({ person_id: personId, secret: sealed, last_counter: NO_STEP, created_at, confirmed_at: null })
      .onConflict((conflict) =>
        conflict
          .column('person_id')
          .doUpdateSet({ secret: sealed, last_counter: NO_STEP, created_at })
          .where('second_factor.confirmed_at', 'is', null),
      )
      .returning('person_id')
      .executeTakeFirst()
    return row && keyFor(secret, email)
  }

  /** From here on it is asked for. Answers the recovery codes; `wrong`, or `none` when nothing was begun. */
  async confirm(personId: UserId, code: string, address: string): Promise<readonly string[] | 'wrong' | 'none' | 'on'> {
    const row = await this.#rowOf(personId)
    if (!row) return 'none'
    if (row.confirmed_at !== null) return 'on'
    const secret = this.#sealer.open(row.secret, personId)
    const step = secret === undefined ? undefined : await stepOf(code, secret, row.last_counter, Date.now())
    if (step === undefined) return 'wrong'
    const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
    const confirmed = await this.#db.transaction().execute(async (transaction) => {
      const changed = await transaction
        .updateTable('second_factor')
        .set({ confirmed_at: Date.now(), last_counter: step })
        .where('person_id', '=', personId)
        // Of the key that the code was of, and no other that was begun meanwhile.
        .where('secret', '=', row.secret)
        .where('confirmed_at', 'is', null)
        .returning('person_id')
        .executeTakeFirst()
      if (!changed) return false
      await transaction.deleteFrom('recovery_code').where('person_id', '=', personId).execute()
      const rows = codes.map((each) => ({ person_id: personId, code_hash: hashOf(each) }))
      await transaction.insertInto('recovery_code').values(rows).execute()
      await recordAudit(transaction, { action: 'second-factor-on', by: personId, subject: personId, address })
      return true
    })
    return confirmed ? codes : 'wrong'
  }

  /** Whether a code lets in: once, whoever else sends it at the same time. */
  async check(personId: UserId, code: string, address: string): Promise<boolean> {
    const row = await this.#rowOf(personId)
    if (!row || row.confirmed_at === null) return false
    const secret = this.#sealer.open(row.secret, personId)
    const step = secret === undefined ? undefined : await stepOf(code, secret, row.last_counter, Date.now())
    if (step === undefined) return this.#useRecoveryCode(personId, code, address)
    const used = await this.#db
      .updateTable('second_factor')
      .set({ last_counter: step })
      .where('person_id', '=', personId)
      .where('last_counter', '<', step)
      .returning('person_id')
      .executeTakeFirst()
    return used !== undefined
  }

  /** Answers false when there is none. One that was only begun goes as well. */
  async turnOff(personId: UserId, by: UserId, address: string): Promise<boolean> {
    const mine = by === personId
    const action: AuditAction = mine ? 'second-factor-off' : 'second-factor-reset'
    const done = await this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('second_factor')
        .where('person_id', '=', personId)
        .returning('confirmed_at')
        .executeTakeFirst()
      if (row?.confirmed_at == null) return false
      await transaction.deleteFrom('recovery_code').where('person_id', '=', personId).execute()
      if (!mine) {
        // Whoever had the account open when the app was lost is out.
        await transaction.deleteFrom('sign_in').where('person_id', '=', personId).execute()
        await recordRightsChange(transaction, [personSubject(personId)])
      }
      await recordAudit(transaction, { action, by, subject: personId, address })
      return true
    })
    if (done && !mine) await this.#feed.look()
    return done
  }

  async #useRecoveryCode(personId: UserId, code: string, address: string): Promise<boolean> {
    const plain = code.toLowerCase().replace(/[\s-]/g, '')
    return this.#db.transaction().execute(async (transaction) => {
      const row = await transaction
        .deleteFrom('recovery_code')
        .where('person_id', '=', personId)
        .where('code_hash', '=', hashOf(`${plain.slice(0, 5)}-${plain.slice(5)}`))
        .returning('person_id')
        .executeTakeFirst()
      if (!row) return false
      await recordAudit(transaction, { action: 'recovery-code-used', by: personId, subject: personId, address })
      return true
    })
  }

  #rowOf(personId: UserId) {
    return this.#db.selectFrom('second_factor').selectAll().where('person_id', '=', personId).executeTakeFirst()
  }
}

/** 49 bits: with the limit on tries nobody guesses one. */
function newRecoveryCode(): string {
  const letters = Array.from({ length: 10 }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
  return `${letters.slice(0, 5)}-${letters.slice(5)}`
}
