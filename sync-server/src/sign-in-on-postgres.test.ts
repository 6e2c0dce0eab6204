/** The ways in on a server over Postgres: the statements that differ from SQLite's in nothing but the database. */
import { createOTP } from '@better-auth/utils/otp'
import { joinAs, OWNER_SETTINGS, signIn } from '@dure/testkit'
import { type PostgresProcess, startPostgres } from '@dure/testkit/postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from './config/read-config.ts'
import { type RunningServer, startServer } from './start-server.ts'
import { SoftAuthenticator } from './testing/soft-authenticator.ts'
import { Somebody } from './testing/somebody.ts'

let postgres: PostgresProcess
let server: RunningServer

beforeAll(async () => {
  postgres = await startPostgres({ fsync: false })
  const settings = { PORT: '0', DATABASE_URL: await postgres.createDatabase(), LOG_LEVEL: 'fatal', DURE_WORKERS: '1' }
  server = await startServer(readConfig({ ...OWNER_SETTINGS, ...settings }))
})
afterAll(async () => {
  await server.stop()
  await postgres.close()
})

test('[AU1] a reset link, a code and a passkey each let in once, and the log says so', async () => {
  const origin = server.origin.replace('127.0.0.1', 'localhost')
  const nobody = new Somebody(origin)
  const owner = await signIn(server.origin)
  const olive = new Somebody(origin, owner)
  const person = { name: 'Ann', email: 'ann@dure.test', password: 'a password of Ann' }
  await joinAs(server.origin, owner, person)
  const { id = '' } = (await olive.api.listMembers()).find(({ email }) => email === person.email) ?? {}
  const { token } = await olive.api.makeResetLink(id)
  const password = 'another one of hers'
  expect(await nobody.status('POST', `/api/password-resets/${token}`, { password })).toBe(204)
  expect(await nobody.status('POST', `/api/password-resets/${token}`, { password })).toBe(404)

  const ann = new Somebody(origin, await signIn(server.origin, { ...person, password }))
  const { key } = await ann.api.startSecondFactor({ password })
  const { key: second } = await ann.api.startSecondFactor({ password })
  expect(second).not.toBe(key)
  const otp = createOTP(fromBase32(second))
  const step = Math.floor(Date.now() / 30_000)
  const { recoveryCodes } = await ann.api.confirmSecondFactor({ code: await otp.hotp(step - 1) })
  const withCode = async (code: string | undefined): Promise<number> =>
    nobody.status('POST', '/api/session', { email: person.email, password, ...(code ? { code } : {}) })
  const code = await otp.hotp(step)
  expect([await withCode(undefined), await withCode(code), await withCode(code)]).toEqual([401, 200, 401])
  expect([await withCode(recoveryCodes[0]), await withCode(recoveryCodes[0])]).toEqual([200, 401])
  expect((await olive.api.listMembers()).find((each) => each.id === id)?.secondFactor).toBe(true)

  const passkey = new SoftAuthenticator(origin)
  await ann.api.addPasskey({ name: 'mine', response: passkey.make(await ann.api.startPasskey({ password })) })
  const used = passkey.use(await nobody.api.startPasskeySignIn(), id)
  expect((await nobody.api.signInWithPasskey(used)).person?.id).toBe(id)
  expect(await nobody.status('POST', '/api/session/passkey', used)).toBe(401)

  await olive.api.resetSecondFactor(id)
  expect(await withCode(undefined)).toBe(200)
  const { events } = await olive.api.listAudit({ person: id, limit: 200 })
  expect(events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['invitation-accepted', 'reset-link-made', 'password-reset', 'recovery-code-used']),
  )
  const refusals = await olive.api.listAudit({ kind: 'refusals', limit: 2 })
  expect(refusals.events[0]).toMatchObject({ by: null, detail: { by: expect.any(String) } })
  expect((await olive.api.listAudit({ kind: 'refusals', cursor: refusals.nextCursor ?? '' })).events).not.toHaveLength(
    0,
  )
})

/** As the key is given to apps. */
function fromBase32(key: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...key].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return String.fromCharCode(...(bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
