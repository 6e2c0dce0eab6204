/** How somebody gets in by e-mail and password. */
import type { Session } from '@dure/api'
import { CLIENT_ADDRESS_HEADER, SESSION_COOKIE } from '../auth/sign-in.ts'
import { SIGN_IN_COOKIE_DAYS } from '../limits.ts'
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

  /** @throws ApiFault 401 when e-mail or password is wrong, 429 when there were too many tries. */
  async signIn(context: ApiContext, email: string, password: string): Promise<void> {
    const { signIn, signInTries, database } = this.#deps
    const address = context.get('address')
    this.count(signInTries.byAddress.try(address))
    this.count(signInTries.byEmail.try(email))
    const headers = new Headers({
      'user-agent': context.req.header('user-agent')?.slice(0, MAX_USER_AGENT) ?? '',
      [CLIENT_ADDRESS_HEADER]: address,
    })
    const person = await database
      .selectFrom('person')
      .select(['id', 'disabled_at as disabledAt'])
      .where('email', '=', email)
      .executeTakeFirst()
    const enabled = person !== undefined && person.disabledAt === null
    // Asked in any case: how long the answer takes must not say who has an account.
    const cookies = await signIn.withPassword(enabled ? email : NO_EMAIL, password, headers)
    if (!cookies || !enabled) {
      await recordAudit(database, { action: 'sign-in-refused', by: undefined, subject: person?.id ?? '', address })
      throw new ApiFault(401, 'wrong-credentials', 'E-mail or password is wrong.')
    }
    signInTries.byEmail.succeeded(email)
    await recordAudit(database, { action: 'signed-in', by: person.id, subject: person.id, address })
    for (const cookie of cookies) context.header('set-cookie', this.#cookie(cookie, context), { append: true })
  }

  /** A guess at something else than a password: an invitation, say. */
  guess(context: ApiContext): void {
    this.count(this.#deps.signInTries.byAddress.try(context.get('address')))
  }

  forget(context: ApiContext): void {
    const secure = context.get('secure') ? '; Secure' : ''
    context.header('set-cookie', `${SESSION_COOKIE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax${secure}`)
  }

  async sessionOf(email: string): Promise<Session> {
    const person = await this.#deps.database
      .selectFrom('person')
      .select(['id', 'name', 'email'])
      .where('email', '=', email)
      .executeTakeFirstOrThrow()
    return { setUp: true, person, workspace: (await this.#deps.accounts.workspaceOf(person.id)) ?? null }
  }

  /** How long it is good for is the store's to say: it moves with each use. */
  #cookie(made: string, context: ApiContext): string {
    const lasting = made.replace(/Max-Age=\d+/i, `Max-Age=${SIGN_IN_COOKIE_DAYS * 24 * 60 * 60}`)
    return context.get('secure') ? `${lasting}; Secure` : lasting
  }

  /** @throws ApiFault 429 when there is a wait. */
  count(waitMs: number): void {
    if (waitMs === 0) return
    throw new ApiFault(429, 'too-many-tries', 'Too many tries. Wait a little.', {
      'retry-after': String(Math.ceil(waitMs / 1000)),
    })
  }
}

/** Nobody's: no address ends like this. */
const NO_EMAIL = 'nobody@dure.invalid'
const MAX_USER_AGENT = 300
