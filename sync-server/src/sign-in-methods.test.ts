/** Second factors, passkeys, tokens and the audit log on a running server, and those who want in without them. */
import { createHmac } from 'node:crypto'
import { OWNER, signIn } from '@dure/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  CODE_WINDOW_MS,
  MAX_TRIES_PER_CODE,
  PASSKEY_CHALLENGE_MINUTES,
  RECOVERY_CODES,
  TRIES_WINDOW_MS,
} from './limits.ts'
import { SoftAuthenticator } from './testing/soft-authenticator.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

let world: World
/** As browsers open it: passkeys belong to names. */
let origin: string
let olive: Somebody
let nobody: Somebody

beforeAll(async () => {
  world = await World.start()
  origin = world.origin.replace('127.0.0.1', 'localhost')
  olive = new Somebody(origin, await world.owner())
  nobody = new Somebody(origin)
})
afterAll(() => world.close())
beforeEach(() => world.clock.skip(Math.max(CODE_WINDOW_MS, TRIES_WINDOW_MS)))

const emailOf = (name: string): string => `${name.toLowerCase()}@dure.test`
const passwordOf = (name: string): string => `the password of ${name}`

async function join(name: string, role: 'admin' | 'member' = 'member'): Promise<Somebody> {
  return new Somebody(origin, await world.join(name, role))
}

const statusOfSignIn = (name: string, code?: string): Promise<number> =>
  nobody.status('POST', '/api/session', { email: emailOf(name), password: passwordOf(name), ...(code ? { code } : {}) })

/** What the app shows, `steps` half minutes from now. */
function codeOf(key: string, steps = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function withSecondFactor(name: string): Promise<{ who: Somebody; key: string; recoveryCodes: string[] }> {
  const who = await join(name)
  const { key } = await who.api.startSecondFactor({ password: passwordOf(name) })
  // The step before: the present one is still to be used.
  const { recoveryCodes } = await who.api.confirmSecondFactor({ code: codeOf(key, -1) })
  return { who, key, recoveryCodes }
}

describe('a second factor', () => {
  test('[AU1] is asked for once it was confirmed, takes each code once, and a recovery code in its place', async () => {
    const ann = await join('Ann')
    expect(await ann.status('POST', '/api/account/second-factor', { password: 'a guess' })).toBe(403)
    expect(await ann.status('POST', '/api/account/second-factor', {})).toBe(403)
    expect(await ann.status('POST', '/api/account/second-factor/confirmation', { code: '123456' })).toBe(409)
    await ann.api.startSecondFactor({ password: passwordOf('Ann') })
    const { key, uri } = await ann.api.startSecondFactor({ password: passwordOf('Ann') })
    expect(uri).toContain(key)
    // Begun is not on: nobody is locked out by an app that never got the key.
    expect(await statusOfSignIn('Ann')).toBe(200)
    expect(await ann.status('POST', '/api/account/second-factor/confirmation', { code: '000000' })).toBe(401)
    const { recoveryCodes } = await ann.api.confirmSecondFactor({ code: codeOf(key, -1) })
    expect(new Set(recoveryCodes).size).toBe(RECOVERY_CODES)
    expect(await ann.status('POST', '/api/account/second-factor', { password: passwordOf('Ann') })).toBe(409)

    const without = await nobody.ask('POST', '/api/session', { email: emailOf('Ann'), password: passwordOf('Ann') })
    expect([without.status, await without.text()]).toEqual([401, expect.stringContaining('second-factor-required')])
    expect(without.headers.get('set-cookie')).toBeNull()
    // Whoever does not know the password learns nothing of it.
    const wrong = { email: emailOf('Ann'), password: 'a wrong password', code: codeOf(key) }
    expect(await (await nobody.ask('POST', '/api/session', wrong)).text()).toContain('wrong-credentials')

    expect(await statusOfSignIn('Ann', codeOf(key, -1))).toBe(401)
    const code = codeOf(key)
    const both = await Promise.all([statusOfSignIn('Ann', code), statusOfSignIn('Ann', code)])
    expect(both.sort()).toEqual([200, 401])
    expect(await statusOfSignIn('Ann', recoveryCodes[0]?.toUpperCase())).toBe(200)
    expect(await statusOfSignIn('Ann', recoveryCodes[0])).toBe(401)
    expect(await ann.api.getSecurity()).toMatchObject({
      hasPassword: true,
      secondFactor: { on: true, recoveryCodesLeft: RECOVERY_CODES - 1 },
    })
    expect(await ann.status('POST', '/api/account/second-factor/off', { password: 'a guess' })).toBe(403)
    await ann.api.endSecondFactor({ password: passwordOf('Ann') })
    expect(await statusOfSignIn('Ann')).toBe(200)
  })

  test('[AU5] is guessed at a few times, then not at all for a while, right or wrong', async () => {
    const { key } = await withSecondFactor('Bea')
    const statuses: number[] = []
    for (let tries = 0; tries <= MAX_TRIES_PER_CODE; tries += 1) statuses.push(await statusOfSignIn('Bea', '999999'))
    expect(statuses).toEqual([...Array<number>(MAX_TRIES_PER_CODE).fill(401), 429])
    expect(await statusOfSignIn('Bea', codeOf(key))).toBe(429)
    world.clock.skip(CODE_WINDOW_MS)
    expect(await statusOfSignIn('Bea', codeOf(key))).toBe(200)
  })

  test('is kept sealed, outlives a reset of the password, and is taken off by the owner alone', async () => {
    const { who: cleo, key } = await withSecondFactor('Cleo')
    const admin = await join('Ada', 'admin')
    const rows = await world.store.database.selectFrom('second_factor').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(key)
    const members = await admin.api.listMembers()
    const { id = '' } = members.find(({ email }) => email === emailOf('Cleo')) ?? {}
    expect(members.find((each) => each.id === id)?.secondFactor).toBe(true)
    expect((await cleo.api.listMembers())[0]).not.toHaveProperty('secondFactor')

    const { token } = await admin.api.makeResetLink(id)
    await nobody.api.completeReset(token, { password: passwordOf('Cleo') })
    expect(await statusOfSignIn('Cleo')).toBe(401)
    const back = new Somebody(origin, await signedIn('Cleo', codeOf(key)))

    expect(await admin.status('DELETE', `/api/members/${id}/second-factor`)).toBe(403)
    expect(await back.status('DELETE', `/api/members/${id}/second-factor`)).toBe(403)
    await olive.api.resetSecondFactor(id)
    expect((await back.api.getSession()).person).toBeNull()
    expect(await statusOfSignIn('Cleo')).toBe(200)
    expect(await olive.status('DELETE', `/api/members/${id}/second-factor`)).toBe(409)
  })
})

async function signedIn(name: string, code: string): Promise<{ cookie: string }> {
  const body = { email: emailOf(name), password: passwordOf(name), code }
  const response = await nobody.ask('POST', '/api/session', body)
  return { cookie: response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '' }
}

describe('a passkey', () => {
  async function withPasskey(name: string): Promise<{ who: Somebody; id: string; key: SoftAuthenticator }> {
    const who = await join(name)
    const key = new SoftAuthenticator(origin)
    const options = await who.api.startPasskey({ password: passwordOf(name) })
    await who.api.addPasskey({ name: 'my phone', response: key.make(options) })
    return { who, key, id: (await who.api.getSession()).person?.id ?? '' }
  }

  test('is added by who knows the password, named, signs in without a code, and is removed', async () => {
    const { who: dan, key, id } = await withPasskey('Dan')
    const { key: app } = await dan.api.startSecondFactor({ password: passwordOf('Dan') })
    await dan.api.confirmSecondFactor({ code: codeOf(app, -1) })
    const [passkey] = await dan.api.listPasskeys()
    expect(passkey).toMatchObject({ name: 'my phone', lastUsedAt: null })
    await dan.api.renamePasskey(passkey?.id ?? '', { name: 'an old phone' })

    const session = await nobody.api.signInWithPasskey(key.use(await nobody.api.startPasskeySignIn(), id))
    expect(session.person?.email).toBe(emailOf('Dan'))
    expect((await dan.api.listPasskeys())[0]).toMatchObject({ name: 'an old phone', lastUsedAt: expect.any(String) })

    const other = await join('Dora')
    expect(await other.status('DELETE', `/api/account/passkeys/${passkey?.id}`)).toBe(404)
    expect(await other.status('PATCH', `/api/account/passkeys/${passkey?.id}`, { name: 'mine' })).toBe(404)
    await dan.api.removePasskey(passkey?.id ?? '')
    const used = key.use(await nobody.api.startPasskeySignIn(), id)
    expect(await nobody.status('POST', '/api/session/passkey', used)).toBe(401)
  })

  test('[AU1] signs nobody in twice by one challenge, later, elsewhere, unverified, or as somebody else', async () => {
    const { key, id, who } = await withPasskey('Eve')
    const refused = async (used: unknown): Promise<void> => {
      const response = await nobody.ask('POST', '/api/session/passkey', used)
      expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null])
    }
    const begin = () => nobody.api.startPasskeySignIn()
    const once = key.use(await begin(), id)
    await nobody.api.signInWithPasskey(once)
    await refused(once)
    await refused(key.use(await begin(), id, { origin: 'https://evil.test' }))
    await refused(key.use(await begin(), id, { host: 'evil.test' }))
    await refused(key.use(await begin(), id, { verified: false }))
    await refused(key.use(await begin(), id, { challenge: 'bWFkZSB1cA' }))
    await refused(key.use(await begin(), (await olive.api.getSession()).person?.id))
    const other = new SoftAuthenticator(origin)
    await refused({ ...other.use(await begin(), id), id: once.id, rawId: once.rawId })
    await refused(other.use(await begin(), id))
    // A challenge for adding one is none for signing in, and the other way round.
    await refused(key.use(await who.api.startPasskey({ password: passwordOf('Eve') }), id))
    const made = new SoftAuthenticator(origin).make(await begin())
    expect(await who.status('POST', '/api/account/passkeys', { name: 'x', response: made })).toBe(401)
    key.counter = 0
    await refused(key.use(await begin(), id))
    key.counter = 50
    const late = key.use(await begin(), id)
    try {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (PASSKEY_CHALLENGE_MINUTES + 1) * 60_000 })
      await refused(late)
    } finally {
      vi.useRealTimers()
    }
    const { id: eve = '' } = (await olive.api.listMembers()).find(({ email }) => email === emailOf('Eve')) ?? {}
    await olive.api.changeMember(eve, { disabled: true })
    await refused(key.use(await begin(), id))
  })

  test('[AU4] is added to one account only, for whom it was asked, and not without the password', async () => {
    const { who: flo, key } = await withPasskey('Flo')
    const mallory = await join('Mallory')
    expect(await mallory.status('POST', '/api/account/passkey-options', {})).toBe(403)
    expect(await mallory.status('POST', '/api/account/passkey-options', { password: 'a guess' })).toBe(403)
    const forFlo = await flo.api.startPasskey({ password: passwordOf('Flo') })
    const stolen = new SoftAuthenticator(origin).make(forFlo)
    expect(await mallory.status('POST', '/api/account/passkeys', { name: 'x', response: stolen })).toBe(401)
    const again = key.make(await mallory.api.startPasskey({ password: passwordOf('Mallory') }))
    expect(await mallory.status('POST', '/api/account/passkeys', { name: 'x', response: again })).toBe(401)
    const unverified = new SoftAuthenticator(origin)
    const options = await mallory.api.startPasskey({ password: passwordOf('Mallory') })
    const response = unverified.make(options, { verified: false })
    expect(await mallory.status('POST', '/api/account/passkeys', { name: 'x', response })).toBe(401)
    expect(await mallory.api.listPasskeys()).toEqual([])
    // Browsers make none for addresses, and neither do we.
    const byAddress = new Somebody(world.origin)
    expect(await byAddress.status('POST', '/api/session/passkey/options')).toBe(409)
  })
})

describe('a token', () => {
  test('[AU4] is listed with when it was used, and neither looks at nor changes what guards the account', async () => {
    const gil = await join('Gil')
    const { token, id } = await gil.api.createToken({ name: 'a program', scope: 'write' })
    expect((await gil.api.listTokens())[0]).toMatchObject({ id, lastUsedAt: null })
    const program = new Somebody(origin, { authorization: `Bearer ${token}` })
    expect(await program.status('GET', '/api/documents')).toBe(200)
    expect(Date.parse((await gil.api.listTokens())[0]?.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
    const guarded: readonly (readonly [string, string, unknown?])[] = [
      ['GET', '/api/account/security'],
      ['POST', '/api/account/second-factor', { password: passwordOf('Gil') }],
      ['GET', '/api/account/passkeys'],
      ['POST', '/api/account/passkey-options', { password: passwordOf('Gil') }],
      ['DELETE', '/api/account/provider'],
    ]
    for (const [method, path, body] of guarded)
      expect([path, await program.status(method, path, body)]).toEqual([path, 403])
    const owners = await olive.api.createToken({ name: 'a program', scope: 'write' })
    const audits = new Somebody(origin, { authorization: `Bearer ${owners.token}` })
    expect(await audits.status('GET', '/api/audit')).toBe(403)
  })
})

describe('the audit log', () => {
  test('is read page by page, by person and by kind, by owners and admins alone', async () => {
    const admin = await join('Hana', 'admin')
    const ida = await join('Ida')
    expect(await ida.status('GET', '/api/audit')).toBe(403)
    expect(await nobody.status('GET', '/api/audit')).toBe(401)
    await nobody.status('POST', '/api/session', { email: emailOf('Ida'), password: 'a wrong password' })
    await ida.api.createToken({ name: 'a program', scope: 'read' })
    const id = (await ida.api.getSession()).person?.id ?? ''

    const whole: string[] = []
    let cursor: string | undefined
    do {
      const page = await admin.api.listAudit({ limit: 3, person: id, ...(cursor ? { cursor } : {}) })
      expect(page.events.length).toBeLessThanOrEqual(3)
      whole.push(...page.events.map(({ action }) => action))
      cursor = page.nextCursor
    } while (cursor !== undefined)
    expect(whole).toEqual(
      expect.arrayContaining(['invitation-accepted', 'signed-in', 'sign-in-refused', 'token-created']),
    )
    expect(new Set(whole.map(String)).size).toBe(whole.length)

    const { events } = await olive.api.listAudit({ kind: 'refusals', person: id })
    expect(events).toEqual([
      expect.objectContaining({
        action: 'sign-in-refused',
        by: null,
        person: expect.objectContaining({ name: 'Ida' }),
        address: '127.0.0.1',
      }),
    ])
    for (const query of [
      'kind=everything',
      'limit=0',
      'limit=5000',
      'cursor=x',
      'cursor=1.%27',
      'person=x',
      'what=1',
    ]) {
      expect([query, await olive.status('GET', `/api/audit?${query}`)]).toEqual([query, 400])
    }
    expect(JSON.stringify(await olive.api.listAudit({ limit: 200 }))).not.toContain(OWNER.password)
    expect(await signIn(world.origin)).toHaveProperty('cookie')
  })
})
