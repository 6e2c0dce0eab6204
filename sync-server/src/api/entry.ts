/** How somebody gets in, whatever they show for it. */
import type { Person, Session } from '@dure/api'
import type { UserId } from '@dure/protocol'
import { SESSION_COOKIE } from '../auth/session-cookie.ts'
import { SIGN_IN_COOKIE_DAYS } from '../limits.ts'
import type { WayIn } from '../people/account-security.ts'
import { recordAudit } from '../people/audit.ts'
import { isSetUp } from '../people/set-up.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { ApiContext } from './request.ts'

/** Lets somebody in by e-mail and password, with all that goes along: limits, cookie, record. */
export class Entry {
  readonly #deps: ApiDeps

  constructor(deps: ApiDeps) {
    this.#deps = deps
  }

  /** Asked of the store each time: whoever looks whether the API answers must learn that the store does not. */
  isSetUp(): Promise<boolean> {
    return isSetUp(this.#deps.database)
  }

  /** @throws ApiFault 401 when e-mail, password or code is wrong or the code is missing, 429 when there were too many tries. */
  async signIn(context: ApiContext, email: string, password: string, code?: string): Promise<void> {
    const { signIn, signInTries, secondFactors } = this.#deps
    this.count(signInTries.byAddress.try(context.get('address')))
    this.count(signInTries.byEmail.try(email))
    const personId = await signIn.checkPassword(email, password)
    if (!personId || !(await this.isEnabled(personId))) {
      await this.refused(context, await this.#idOf(email), 'password')
      throw new ApiFault(401, 'wrong-credentials', 'E-mail or password is wrong.')
    }
    if (await secondFactors.isOn(personId)) {
      if (code === undefined) throw new ApiFault(401, 'second-factor-required', 'Send the code of your app along.')
      this.count(signInTries.byCode.try(personId))
      if (!(await secondFactors.check(personId, code, context.get('address')))) {
        await this.refused(context, personId, 'code')
        throw new ApiFault(401, 'wrong-code', 'The code is wrong, has run out, or was used before.')
      }
      signInTries.byCode.succeeded(personId)
    }
    signInTries.byEmail.succeeded(email)
    await this.admit(context, personId, 'password')
  }

  /** The browser is theirs from here on. Whoever calls this knows that it is them, and that they are not disabled. */
  async admit(context: ApiContext, personId: UserId, by: WayIn): Promise<void> {
    const { signIn, accounts, database } = this.#deps
    const address = context.get('address')
    const userAgent = context.req.header('user-agent')?.slice(0, MAX_USER_AGENT) ?? ''
    const value = await signIn.open(personId, { address, userAgent })
    await accounts.endSurplus(personId, address)
    await recordAudit(database, { action: 'signed-in', by: personId, subject: personId, detail: { by }, address })
    // How long it is good for is the store's to say: it moves with each use.
    this.#setCookie(context, value, SIGN_IN_COOKIE_DAYS * 24 * 60 * 60)
  }

  /** Somebody did not get in. @param personId Whom they said to be, if there is one. */
  async refused(context: ApiContext, personId: UserId | undefined, by: string): Promise<void> {
    const address = context.get('address')
    const entry = {
      action: 'sign-in-refused',
      by: undefined,
      subject: personId ?? '',
      detail: { by },
      address,
    } as const
    await recordAudit(this.#deps.database, entry)
  }

  /** A guess at something else than a password: an invitation, say. */
  guess(context: ApiContext): void {
    this.count(this.#deps.signInTries.byAddress.try(context.get('address')))
  }

  forget(context: ApiContext): void {
    this.#setCookie(context, '', 0)
  }

  async sessionOf(email: string): Promise<Session> {
    const person = await this.#people().where('email', '=', email).executeTakeFirstOrThrow()
    return this.#session(person)
  }

  async sessionOfPerson(id: UserId): Promise<Session> {
    return this.#session(await this.#people().where('id', '=', id).executeTakeFirstOrThrow())
  }

  #people() {
    return this.#deps.database.selectFrom('person').select(['id', 'name', 'email'])
  }

  async #session(person: Person): Promise<Session> {
    return { setUp: true, person, workspace: (await this.#deps.accounts.workspaceOf(person.id)) ?? null }
  }

  #setCookie(context: ApiContext, value: string, seconds: number): void {
    const secure = context.get('secure') ? '; Secure' : ''
    const attributes = `Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Lax${secure}`
    context.header('set-cookie', `${SESSION_COOKIE}=${value}; ${attributes}`, { append: true })
  }

  async #idOf(email: string): Promise<UserId | undefined> {
    const { database } = this.#deps
    return (await database.selectFrom('person').select('id').where('email', '=', email).executeTakeFirst())?.id
  }

  async isEnabled(personId: UserId): Promise<boolean> {
    const row = await this.#deps.database
      .selectFrom('person')
      .select('disabled_at')
      .where('id', '=', personId)
      .executeTakeFirst()
    return row?.disabled_at === null
  }

  /** @throws ApiFault 429 when there is a wait. */
  count(waitMs: number): void {
    if (waitMs === 0) return
    throw new ApiFault(429, 'too-many-tries', 'Too many tries. Wait a little.', {
      'retry-after': String(Math.ceil(waitMs / 1000)),
    })
  }
}

const MAX_USER_AGENT = 300
