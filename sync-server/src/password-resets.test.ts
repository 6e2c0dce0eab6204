/** A forgotten password and invitations by e-mail, on a running server, with a real mail server behind it. */
import { OWNER, signIn } from '@dure/testkit'
import { MailServer } from '@dure/testkit/mail'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  LETTERS_WINDOW_MS,
  MAX_LETTERS_PER_RECIPIENT,
  MAX_LETTERS_PER_SENDER,
  RESET_LINK_HOURS,
  RESET_MINUTES,
  TRIES_WINDOW_MS,
} from './limits.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const PUBLIC_URL = 'https://docs.dure.test'

let mail: MailServer
let world: World
let olive: Somebody
let nobody: Somebody

beforeAll(async () => {
  mail = await MailServer.start({ user: { name: 'dure', password: 'p@ss:word/1' } })
  world = await World.start({
    DURE_SMTP_URL: mail.url,
    DURE_MAIL_FROM: 'Dure <dure@dure.test>',
    DURE_PUBLIC_URL: PUBLIC_URL,
  })
  olive = new Somebody(world.origin, await world.owner())
  nobody = new Somebody(world.origin)
})
afterAll(async () => {
  await world.close()
  await mail.stop()
})
beforeEach(() => {
  world.clock.skip(Math.max(LETTERS_WINDOW_MS, TRIES_WINDOW_MS))
  mail.refuses = false
})

/** What the newest letter's link carries. */
async function tokenTo(address: string, path: string, count = 1): Promise<string> {
  const { text } = await mail.mailTo(address, count)
  const link = text.split(/\s/).find((word) => word.startsWith(`${PUBLIC_URL}/${path}/`))
  if (!link) throw new Error(`no link in ${text}`)
  return link.slice(link.lastIndexOf('/') + 1)
}

const mailsTo = (address: string): number => mail.received.filter(({ to }) => to === address).length

describe('a forgotten password', () => {
  test('[AU1] is set anew by a link that comes by e-mail, once, and signs out everywhere', async () => {
    const rosa = new Somebody(world.origin, await world.join('Rosa'))
    const token = await rosa.api.createToken({ name: 'a program', scope: 'read' })
    expect(await nobody.api.getSignInMethods()).toMatchObject({ mail: true })
    // The address that a request says is not where links lead: it is the sender's to choose.
    const asked = await nobody.ask(
      'POST',
      '/api/password-resets',
      { email: 'Rosa@dure.test', language: 'ko' },
      { 'x-forwarded-host': 'evil.test' },
    )
    expect(asked.status).toBe(204)
    const secret = await tokenTo('rosa@dure.test', 'reset')
    const letter = await mail.mailTo('rosa@dure.test')
    expect(letter.subject).toBe('두레 비밀번호 다시 정하기')
    expect(letter.html).toContain(`href="${PUBLIC_URL}/reset/${secret}"`)
    expect(letter.text).toContain('Rosa 님')

    expect(await nobody.api.getResetOffer(secret)).toEqual({ email: 'rosa@dure.test' })
    expect(await nobody.status('POST', `/api/password-resets/${secret}`, { password: 'short' })).toBe(400)
    const both = await Promise.all(
      ['rosa herself chose it', 'somebody else, as fast'].map((password) =>
        nobody.status('POST', `/api/password-resets/${secret}`, { password }),
      ),
    )
    expect(both.sort()).toEqual([204, 404])
    expect((await rosa.api.getSession()).person).toBeNull()
    expect(await nobody.status('GET', `/api/password-resets/${secret}`)).toBe(404)
    const signIns = await Promise.all(
      ['the password of Rosa', 'rosa herself chose it', 'somebody else, as fast'].map((password) =>
        nobody.status('POST', '/api/session', { email: 'rosa@dure.test', password }),
      ),
    )
    expect(signIns.filter((status) => status === 200)).toHaveLength(1)
    expect(signIns[0]).toBe(401)
    expect((await mail.mailTo('rosa@dure.test', 2)).text).not.toContain(secret)
    // Nobody had proved that e-mail: whoever made the account with it keeps no way back in.
    const program = new Somebody(world.origin, { authorization: `Bearer ${token.token}` })
    expect(await program.status('GET', '/api/documents')).toBe(401)
  })

  test('[AU2] nothing says whether there is an account', async () => {
    const before = mail.received.length
    const answers = await Promise.all(
      ['nobody@nowhere.test', OWNER.email].map(async (email) => {
        const response = await nobody.ask('POST', '/api/password-resets', { email })
        return [response.status, await response.text(), [...response.headers.keys()].sort()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
    await mail.mailTo(OWNER.email)
    expect(mail.received).toHaveLength(before + 1)
  })

  test('[AU5] letters are few, whoever asks, and the answer stays the same', async () => {
    await world.join('Fay')
    for (let round = 0; round < MAX_LETTERS_PER_RECIPIENT + 3; round += 1) {
      expect(await nobody.status('POST', '/api/password-resets', { email: 'fay@dure.test' })).toBe(204)
    }
    await mail.mailTo('fay@dure.test', MAX_LETTERS_PER_RECIPIENT)
    // One that is asked for after all of them comes.
    const others = mailsTo(OWNER.email)
    await nobody.api.requestReset({ email: OWNER.email })
    await mail.mailTo(OWNER.email, others + 1)
    expect(mailsTo('fay@dure.test')).toBe(MAX_LETTERS_PER_RECIPIENT)
  })

  test('[AU1] a link runs out, is worth nothing to who guesses or was disabled, and does not outlive another', async () => {
    await world.join('Gus')
    const reset = (token: string) =>
      nobody.status('POST', `/api/password-resets/${token}`, { password: 'mine from now' })
    await nobody.api.requestReset({ email: 'gus@dure.test' })
    const first = await tokenTo('gus@dure.test', 'reset')
    await nobody.api.requestReset({ email: 'gus@dure.test' })
    const second = await tokenTo('gus@dure.test', 'reset', 2)
    for (const guess of ['guess', '%', `${first}x`, first.toUpperCase(), '..%2f..'])
      expect(await reset(guess)).toBe(404)
    try {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (RESET_MINUTES + 1) * 60_000 })
      expect(await reset(first)).toBe(404)
    } finally {
      vi.useRealTimers()
    }
    const gus = (await olive.api.listMembers()).find(({ email }) => email === 'gus@dure.test')
    await olive.api.changeMember(gus?.id ?? '', { disabled: true })
    expect(await reset(second)).toBe(404)
    await nobody.api.requestReset({ email: 'gus@dure.test' })
    await olive.api.changeMember(gus?.id ?? '', { disabled: false })
    expect(mailsTo('gus@dure.test')).toBe(2)
    expect(await reset(second)).toBe(204)
    expect(await reset(first)).toBe(404)
  })

  test('[AU5] guesses at links are limited by address', async () => {
    const statuses = new Set<number>()
    for (let round = 0; round < 70; round += 1) {
      statuses.add(
        await nobody.status('POST', `/api/password-resets/${String(round).padStart(43, 'x')}`, {
          password: 'mine from now',
        }),
      )
    }
    expect(statuses).toEqual(new Set([404, 429]))
  })
})

describe('a link that an owner or admin hands over', () => {
  test('sets the password once, and an earlier one is worth nothing', async () => {
    await world.join('Hal')
    const { id = '' } = (await olive.api.listMembers()).find(({ email }) => email === 'hal@dure.test') ?? {}
    const lost = await olive.api.makeResetLink(id)
    const { token, expiresAt } = await olive.api.makeResetLink(id)
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan((RESET_LINK_HOURS - 1) * 3_600_000)
    expect(await nobody.status('GET', `/api/password-resets/${lost.token}`)).toBe(404)
    await nobody.api.completeReset(token, { password: 'hal has another one' })
    const credentials = { name: '', email: 'hal@dure.test', password: 'hal has another one' }
    expect(await signIn(world.origin, credentials)).toHaveProperty('cookie')
    const actions = await world.store.database
      .selectFrom('audit_event')
      .select('action')
      .where('subject', '=', id)
      .execute()
    expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(['reset-link-made', 'password-reset']))
  })

  test('is made by nobody else, for nobody above them, and by no token', async () => {
    const admin = new Somebody(world.origin, await world.join('Ada', 'admin'))
    const mia = new Somebody(world.origin, await world.join('Mia'))
    const members = await olive.api.listMembers()
    const idOf = (email: string): string => members.find((member) => member.email === email)?.id ?? ''
    const path = (email: string): string => `/api/members/${idOf(email)}/password-reset`
    expect(await mia.status('POST', path('ada@dure.test'))).toBe(403)
    expect(await admin.status('POST', path(OWNER.email))).toBe(403)
    expect(await admin.status('POST', path('ada@dure.test'))).toBe(403)
    expect(await admin.status('POST', path('nobody@nowhere.test'))).toBe(404)
    expect(await nobody.status('POST', path('mia@dure.test'))).toBe(401)
    const { token } = await admin.api.createToken({ name: 'a program', scope: 'write' })
    const program = new Somebody(world.origin, { authorization: `Bearer ${token}` })
    expect(await program.status('POST', path('mia@dure.test'))).toBe(403)
    expect(await admin.status('POST', path('mia@dure.test'))).toBe(201)
  })
})

describe('an invitation by e-mail', () => {
  test('goes to whom it is for and to nobody else, so that who accepts it is known to read that e-mail', async () => {
    const invitation = await olive.api.createInvitation({ role: 'member', email: 'ivy@dure.test', language: 'en' })
    expect(invitation).toMatchObject({ token: null, mailed: true, email: 'ivy@dure.test' })
    expect((await mail.mailTo('ivy@dure.test')).subject).toBe(`${OWNER.name} invites you to Dure`)
    const token = await tokenTo('ivy@dure.test', 'join')
    await nobody.api.acceptInvitation(token, { name: 'Ivy', email: 'ivy@dure.test', password: 'ivy has a password' })
    const verified = await world.store.database
      .selectFrom('person')
      .select('email_verified')
      .where('email', '=', 'ivy@dure.test')
      .executeTakeFirstOrThrow()
    expect(verified.email_verified).toBe(1)

    // Programs are no browsers: a reset leaves the tokens of an account whose e-mail was proved.
    const credentials = { name: '', email: 'ivy@dure.test', password: 'ivy has a password' }
    const ivy = new Somebody(world.origin, await signIn(world.origin, credentials))
    const made = await ivy.api.createToken({ name: 'a program', scope: 'read' })
    await nobody.api.requestReset({ email: 'ivy@dure.test' })
    await mail.mailTo('ivy@dure.test', 2)
    const reset = await tokenTo('ivy@dure.test', 'reset', 2)
    await nobody.api.completeReset(reset, { password: 'ivy has another one' })
    const program = new Somebody(world.origin, { authorization: `Bearer ${made.token}` })
    expect(await program.status('GET', '/api/documents')).toBe(200)
  })

  test('that cannot be sent is a link to hand over', async () => {
    mail.refuses = true
    const made = await olive.api.createInvitation({ role: 'guest', email: 'jo@dure.test' })
    expect(made.mailed).toBe(false)
    expect(await nobody.status('GET', `/api/join/${made.token}`)).toBe(200)
    expect(JSON.stringify(world.log.lines)).not.toContain('jo@dure.test')
  })

  test('says nothing of the document that is shared, and takes no markup from names', async () => {
    const mo = new Somebody(world.origin, await world.join('Mo'))
    await mo.api.changeAccount({ name: '<b>Mo</b> https://evil.test' })
    const { id } = await mo.api.createDocument()
    const shared = await mo.api.share(id, { email: 'kim@dure.test', role: 'editor', language: 'ko' })
    expect(shared.invitation).toMatchObject({ token: null, mailed: true })
    const letter = await mail.mailTo('kim@dure.test')
    expect(letter.html).toContain('&lt;b&gt;Mo&lt;/b&gt;')
    expect(letter.raw).not.toContain(id)
    expect(letter.html.match(/href="/g)).toHaveLength(1)
  })

  test('[AU5] a stolen account sends no spam', async () => {
    const statuses: number[] = []
    for (let round = 0; round <= MAX_LETTERS_PER_SENDER; round += 1) {
      statuses.push(await olive.status('POST', '/api/invitations', { role: 'guest', email: `x${round}@dure.test` }))
    }
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([201]))
    expect(statuses.at(-1)).toBe(429)
    // A link to hand over is still to be had.
    expect(await olive.status('POST', '/api/invitations', { role: 'guest' })).toBe(201)
  })
})

test('without a mail server it is said, and a link is made by hand', async () => {
  const plain = await World.start()
  try {
    const stranger = new Somebody(plain.origin)
    expect(await stranger.api.getSignInMethods()).toMatchObject({ mail: false })
    const refused = await stranger.ask('POST', '/api/password-resets', { email: OWNER.email })
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining('no-mail')])
    const owner = new Somebody(plain.origin, await plain.owner())
    expect(await owner.api.createInvitation({ role: 'guest', email: 'lu@dure.test' })).toMatchObject({ mailed: false })
  } finally {
    await plain.close()
  }
})
