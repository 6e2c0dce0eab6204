/** The first run, and what people do with their own account, on a running server. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { newDocumentId, newSessionId, parseUserId } from '@dure/protocol'
import { OWNER, setUp, signIn } from '@dure/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GUEST_USER_ID } from './auth/identity.ts'
import { MAX_SIGN_INS_PER_PERSON, SIGN_IN_DAYS } from './limits.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const DAY_MS = 24 * 60 * 60 * 1000

let world: World
beforeAll(async () => {
  world = await World.start({ DURE_OWNER_EMAIL: '', DURE_OWNER_PASSWORD: '', DURE_OWNER_NAME: '' })
})
afterAll(() => world.close())

test('of two first visitors at once one becomes the owner, of the documents from before as well', async () => {
  const old = newDocumentId()
  await world.store.documents.create({ id: old, createdBy: GUEST_USER_ID })
  const nobody = new Somebody(world.origin)
  expect(await nobody.api.getSession()).toEqual({ setUp: false, person: null, workspace: null })
  expect(await nobody.status('POST', '/api/session', { email: OWNER.email, password: OWNER.password })).toBe(409)
  expect(await nobody.status('GET', `/api/documents/${old}`)).toBe(401)

  const { name, email, password } = OWNER
  const [one, two] = await Promise.all([
    nobody.ask('POST', '/api/setup', { name, email, password }),
    nobody.ask('POST', '/api/setup', { name: 'Late', email: 'late@dure.test', password }),
  ])
  expect([one.status, two.status].sort()).toEqual([201, 409])
  await expect(setUp(world.origin)).rejects.toThrow('409')
  const { count } = await world.store.database
    .selectFrom('person')
    .select((row) => row.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  expect(count).toBe(1)

  const winner = one.ok ? email : 'late@dure.test'
  const owner = new Somebody(world.origin, await signIn(world.origin, { name, email: winner, password }))
  const { documents } = await owner.api.listDocuments()
  expect(documents.map(({ role, reach }) => [role, reach])).toEqual(
    expect.arrayContaining([
      ['owner', 'workspace'],
      ['owner', 'link'],
    ]),
  )
  // What the other tests sign in with.
  await world.store.database.updateTable('person').set({ email }).where('email', '=', winner).execute()
})

test('a sign-in outlives a restart, by a secret that only the server can read', async () => {
  const owner = new Somebody(world.origin, await signIn(world.origin))
  expect((await stat(join(world.directory, 'secret'))).mode & 0o777).toBe(0o600)
  await world.stopServer()
  await world.startServer()
  expect((await owner.api.getSession()).person?.email).toBe(OWNER.email)
})

test('a new password ends every other sign-in, and only who knows the present one sets it', async () => {
  const here = new Somebody(world.origin, await signIn(world.origin))
  const there = new Somebody(world.origin, await signIn(world.origin))
  const next = 'another field, other hands'
  const change = { currentPassword: 'a guess at it', newPassword: next }
  expect(await there.status('POST', '/api/account/password', change)).toBe(403)
  await here.api.changePassword({ currentPassword: OWNER.password, newPassword: next })
  expect((await here.api.getSession()).person?.email).toBe(OWNER.email)
  expect((await there.api.getSession()).person).toBeNull()
  await expect(signIn(world.origin)).rejects.toThrow('401')
  expect(await signIn(world.origin, { ...OWNER, password: next })).toHaveProperty('cookie')
  await here.api.changePassword({ currentPassword: next, newPassword: OWNER.password })
})

test('a sign-in lasts as long again from each day of use on, and ends where it is not used', async () => {
  const used = new Somebody(world.origin, await signIn(world.origin))
  const unused = new Somebody(world.origin, await signIn(world.origin))
  const start = Date.now()
  try {
    for (const days of [SIGN_IN_DAYS - 1, 2 * SIGN_IN_DAYS - 2]) {
      vi.useFakeTimers({ toFake: ['Date'], now: start + days * DAY_MS })
      expect((await used.api.getSession()).person?.email).toBe(OWNER.email)
    }
    expect((await unused.api.getSession()).person).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})

test('the browsers one is signed in at are listed, and each is ended by its own', async () => {
  const here = new Somebody(world.origin, await signIn(world.origin))
  const there = new Somebody(world.origin, await signIn(world.origin))
  const list = await here.api.listSignedIn()
  expect(list.filter(({ current }) => current)).toHaveLength(1)
  expect(list.every(({ address }) => address === '127.0.0.1')).toBe(true)
  const other = (await there.api.listSignedIn()).find(({ current }) => current)
  await here.api.endSignedIn(other?.id ?? '')
  expect((await there.api.getSession()).person).toBeNull()
  await here.api.endAllSignedIn()
  expect((await here.api.getSession()).person).toBeNull()
})

test('[AU1] a new password ends links to set another that were made before it', async () => {
  const owner = new Somebody(world.origin, await signIn(world.origin))
  const ann = new Somebody(world.origin, await world.join('Ann'))
  const { token } = await owner.api.makeResetLink((await ann.api.getSession()).person?.id ?? '')
  const currentPassword = 'the password of Ann'
  await ann.api.changePassword({ currentPassword, newPassword: 'another one of hers' })
  expect(await new Somebody(world.origin).status('GET', `/api/password-resets/${token}`)).toBe(404)
})

test('[DU7] one is signed in at so many browsers; the one that was used longest ago is signed out, what ran out is forgotten', async () => {
  const { database } = world.store
  const ben = new Somebody(world.origin, await world.join('Ben'))
  const id = parseUserId((await ben.api.getSession()).person?.id)
  if (!id) throw new Error('not signed in')
  const [time, soon] = [(ms: number) => new Date(Date.now() + ms).toISOString(), 60 * 60_000]
  const browser = (name: string, usedMs: number, endsMs: number) => ({
    id: `${name}${newSessionId()}`,
    token: newSessionId(),
    person_id: id,
    expires_at: time(endsMs),
    ip_address: null,
    user_agent: name,
    created_at: time(usedMs),
    updated_at: time(usedMs),
  })
  await database
    .insertInto('sign_in')
    .values([browser('over', -5, -1), browser('oldest', -2 * DAY_MS, soon)])
    .execute()
  const many = Array.from({ length: MAX_SIGN_INS_PER_PERSON - 2 }, () => browser('used', -DAY_MS, soon))
  await database.insertInto('sign_in').values(many).execute()
  await signIn(world.origin, { name: 'Ben', email: 'ben@dure.test', password: 'the password of Ben' })
  const left = await database.selectFrom('sign_in').select('user_agent').where('person_id', '=', id).execute()
  expect(left).toHaveLength(MAX_SIGN_INS_PER_PERSON)
  expect(left.map((row) => row.user_agent)).not.toEqual(expect.arrayContaining(['oldest']))
  expect(left.map((row) => row.user_agent)).not.toEqual(expect.arrayContaining(['over']))
  expect((await ben.api.getSession()).person?.id).toBe(id)
})

test('what was done is written down, by whom and from where, without content', async () => {
  const events = await world.store.database.selectFrom('audit_event').selectAll().execute()
  const actions = new Set(events.map(({ action }) => action))
  for (const action of [
    'set-up',
    'signed-in',
    'sign-in-refused',
    'password-changed',
    'sign-in-ended',
    'all-sign-ins-ended',
  ]) {
    expect(actions).toContain(action)
  }
  expect(events.every(({ address }) => address === '127.0.0.1')).toBe(true)
  expect(JSON.stringify(events)).not.toContain(OWNER.password)
})
