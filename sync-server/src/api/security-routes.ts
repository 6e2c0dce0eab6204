/** `/api/account/security`, second factor and passkeys: what guards one's own account, and signing in with a passkey. */
import { accountOperations, sessionOperations } from '@dure/api/description'
import type { Person } from '../auth/caller.ts'
import type { PasskeyPlace } from '../people/passkeys.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiFault } from './api-fault.ts'
import type { Entry } from './entry.ts'
import type { ApiContext } from './request.ts'
import type { Serve } from './serve.ts'

export function serveSecurity(serve: Serve, deps: ApiDeps, entry: Entry): void {
  const { security, secondFactors, passkeys, provider, signInTries } = deps

  serve(accountOperations.getSecurity, async ({ caller: { userId } }) => ({
    hasPassword: await security.hasPassword(userId),
    secondFactor: await secondFactors.stateOf(userId),
    provider: provider
      ? { name: provider.identity.settings.name, connected: await provider.accounts.isConnected(userId) }
      : null,
  }))

  // ── second factor ─────────────────────────────────────────────────────────────────────────────────────────────────

  serve(accountOperations.startSecondFactor, async ({ caller, body: { password } }) => {
    await confirmed(caller, password)
    const key = await secondFactors.begin(caller.userId, caller.email)
    if (!key) throw alreadyOn()
    return key
  })

  serve(accountOperations.confirmSecondFactor, async ({ caller, address, body: { code } }) => {
    entry.count(signInTries.byCode.try(caller.userId))
    const codes = await secondFactors.confirm(caller.userId, code, address)
    if (codes === 'on') throw alreadyOn()
    if (codes === 'none') throw notOn()
    if (codes === 'wrong') throw new ApiFault(401, 'wrong-code', 'The code is wrong or has run out.')
    signInTries.byCode.succeeded(caller.userId)
    return { recoveryCodes: codes }
  })

  serve(accountOperations.endSecondFactor, async ({ caller, address, body: { password } }) => {
    await confirmed(caller, password)
    if (!(await secondFactors.turnOff(caller.userId, caller.userId, address))) throw notOn()
    return undefined
  })

  // ── passkeys ──────────────────────────────────────────────────────────────────────────────────────────────────────

  serve(accountOperations.listPasskeys, async ({ caller }) => ({ passkeys: await passkeys.list(caller.userId) }))

  serve(accountOperations.startPasskey, async ({ context, caller, body: { password } }) => {
    await confirmed(caller, password)
    const options = await passkeys.begin(caller, placeOf(context))
    if (!options) throw tooManyPasskeys()
    return options
  })

  serve(accountOperations.addPasskey, async ({ context, caller, address, body }) => {
    const added = await passkeys.add(caller, body, placeOf(context), address)
    if (added === 'too-many') throw tooManyPasskeys()
    if (added === 'wrong') throw wrongPasskey()
    return added
  })

  serve(accountOperations.renamePasskey, async ({ caller, params: { id }, body: { name } }) => {
    if (!(await passkeys.rename(caller.userId, id, name))) throw unknownPasskey()
    return undefined
  })

  serve(accountOperations.removePasskey, async ({ caller, address, params: { id } }) => {
    const outcome = await passkeys.remove(caller.userId, id, address)
    if (outcome === 'unknown') throw unknownPasskey()
    if (outcome === 'last') throw lastWayIn()
    return undefined
  })

  serve(sessionOperations.startPasskeySignIn, ({ context }) => {
    entry.guess(context)
    return passkeys.beginSignIn(placeOf(context))
  })

  serve(sessionOperations.signInWithPasskey, async ({ context, body }) => {
    entry.guess(context)
    const personId = await passkeys.use(body, placeOf(context))
    if (!personId || !(await entry.isEnabled(personId))) {
      await entry.refused(context, personId, 'passkey')
      throw wrongPasskey()
    }
    await entry.admit(context, personId, 'passkey')
    return entry.sessionOfPerson(personId)
  })

  /** @throws ApiFault when it may not be the person who sits there. */
  const confirmed = async (person: Person, password: string | undefined): Promise<void> => {
    // Whoever sits down at a browser that is signed in may guess no more often than anybody else.
    entry.count(signInTries.byEmail.try(person.email))
    const answer = await security.confirm(person, password)
    if (answer === 'wrong') throw new ApiFault(403, 'wrong-password', 'The present password is another one.')
    signInTries.byEmail.succeeded(person.email)
    if (answer === 'sign-in-again') throw new ApiFault(403, 'sign-in-again', 'Sign out and in again, then go on here.')
  }
}

/** Browsers keep passkeys for names that nobody can listen in on. */
function placeOf(context: ApiContext): PasskeyPlace {
  const host = context.get('host')
  const origin = `${context.get('secure') ? 'https' : 'http'}://${host}`
  const name = host !== '' && URL.canParse(origin) ? new URL(origin).hostname : ''
  const isLocal = name === 'localhost' || name.endsWith('.localhost')
  const isAddress = /^[\d.]+$/.test(name) || name.startsWith('[')
  if (name === '' || isAddress || !(isLocal || context.get('secure'))) {
    throw new ApiFault(409, 'no-passkeys-here', 'Passkeys work under a name with https, or on localhost.')
  }
  return { origin: new URL(origin).origin, host: name }
}

export const lastWayIn = (): ApiFault =>
  new ApiFault(409, 'last-way-in', 'Your account has no other way in. Set a password first.')
const alreadyOn = (): ApiFault => new ApiFault(409, 'second-factor-on', 'The account has a second factor already.')
const notOn = (): ApiFault => new ApiFault(409, 'second-factor-off', 'There is no second factor, or none was begun.')
const wrongPasskey = (): ApiFault => new ApiFault(401, 'wrong-passkey', 'This passkey does not let anybody in here.')
const unknownPasskey = (): ApiFault => new ApiFault(404, 'unknown-passkey', 'You have no such passkey.')
const tooManyPasskeys = (): ApiFault =>
  new ApiFault(409, 'too-many', 'You have as many passkeys as one may have. Remove one first.')
