/** People who want in where they may not: every route, every credential, every encoding. Refused, and nothing changed. */
import { createHmac } from 'node:crypto'
import { API_ROUTES } from '@dure/api'
import {
  CLOSE,
  type DocumentId,
  newAttachmentId,
  newDocumentId,
  newSessionId,
  newUserId,
  parseDocumentId,
  REFUSAL,
  toClientSeq,
  writePostRequest,
  writePush,
  writeSyncStep2,
  writeSyncUpdate,
} from '@dure/protocol'
import { OWNER, signIn } from '@dure/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_TRIES_PER_EMAIL, TRIES_WINDOW_MS } from './limits.ts'
import { SoftAuthenticator } from './testing/soft-authenticator.ts'
import { Somebody } from './testing/somebody.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

let world: World
/** Owns the workspace and the document. */
let olive: Somebody
/** Works in the workspace; the document is not shared with her. */
let mallory: Somebody
let malloryId: string
/** May view the document. */
let vera: Somebody
let veraId: string
let documentId: DocumentId
/** In Olive's bin. */
let binnedId: DocumentId
/** What Olive has that others may not touch. */
let signInId: string
let tokenId: string
let invitationId: string
let passkeyId: string

beforeAll(async () => {
  world = await World.start()
  olive = new Somebody(world.origin, await world.owner())
  mallory = new Somebody(world.origin, await world.join('Mallory'))
  vera = new Somebody(world.origin, await world.join('Vera'))
  malloryId = await idOf(mallory)
  veraId = await idOf(vera)
  const made = parseDocumentId((await olive.api.createDocument()).id)
  if (!made) throw new Error('no id')
  documentId = made
  binnedId = parseDocumentId((await olive.api.createDocument()).id) ?? made
  await olive.api.binDocument(binnedId)
  await olive.api.share(documentId, { email: 'vera@dure.test', role: 'viewer' })
  signInId = (await olive.api.listSignedIn())[0]?.id ?? ''
  tokenId = (await olive.api.createToken({ name: 'mine', scope: 'write' })).id
  await olive.ask('PUT', API_ROUTES.attachment(documentId, attachmentId), upload)
  const [atName, password] = [world.origin.replace('127.0.0.1', 'localhost'), OWNER.password]
  const browser = new Somebody(atName, olive.headers)
  const response = new SoftAuthenticator(atName).make(await browser.api.startPasskey({ password }))
  passkeyId = (await browser.api.addPasskey({ name: 'mine', response })).id
  invitationId = (await olive.api.createInvitation({ role: 'member' })).id
})
afterAll(() => world.close())

async function idOf(who: Somebody): Promise<string> {
  const { person } = await who.api.getSession()
  if (!person) throw new Error('not signed in')
  return person.id
}

/** Everything that rights hang on, and the log: what no hostile request may change. */
async function everything(): Promise<string> {
  const db = world.store.database
  const tables = await Promise.all([
    db.selectFrom('person').select(['id', 'email', 'name', 'disabled_at']).orderBy('id').execute(),
    db.selectFrom('credential').select(['id', 'password']).orderBy('id').execute(),
    db.selectFrom('sign_in').select(['id', 'person_id']).orderBy('id').execute(),
    db.selectFrom('membership').selectAll().orderBy('person_id').execute(),
    db
      .selectFrom('document')
      .select(['id', 'head', 'owner_id', 'parent_id', 'place', 'reach', 'reach_role', 'deleted_at', 'removing_at'])
      .orderBy('id')
      .execute(),
    db.selectFrom('document_grant').selectAll().orderBy('document_id').orderBy('person_id').execute(),
    db.selectFrom('invitation').select(['id', 'accepted_at']).orderBy('id').execute(),
    db.selectFrom('attachment').selectAll().orderBy('id').execute(),
    db.selectFrom('attachment_part').selectAll().orderBy('blob').execute(),
    db.selectFrom('passkey').select(['id', 'person_id', 'name']).orderBy('id').execute(),
    db.selectFrom('second_factor').selectAll().orderBy('person_id').execute(),
    db.selectFrom('access_token').select(['id', 'person_id']).orderBy('id').execute(),
    db.selectFrom('favourite').selectAll().orderBy('person_id').orderBy('document_id').execute(),
    db.selectFrom('access_request').selectAll().orderBy('person_id').orderBy('document_id').execute(),
  ])
  return JSON.stringify(tables)
}

interface Route {
  readonly name: keyof typeof API_ROUTES
  readonly method: string
  readonly path: () => string
  readonly body?: unknown
  /** Whoever is signed in may ask it, for themselves. */
  readonly own?: boolean
  /** Anybody may ask it. */
  readonly open?: boolean
}

/** An upload of Olive's, not all there. */
const attachmentId = newAttachmentId()
const upload = { name: 'x.png', size: 5, kind: 'image', key: 'k'.repeat(22) }
const account = { name: 'X', email: 'x@dure.test', password: 'long enough for it' }
/** Every route there is, aimed at what is Olive's. */
const ROUTES: readonly Route[] = [
  { name: 'session', method: 'GET', path: () => API_ROUTES.session, open: true },
  { name: 'openApi', method: 'GET', path: () => API_ROUTES.openApi, open: true },
  { name: 'docs', method: 'GET', path: () => API_ROUTES.docs, open: true },
  {
    name: 'session',
    method: 'POST',
    path: () => API_ROUTES.session,
    body: { ...account, name: undefined },
    open: true,
  },
  { name: 'setUp', method: 'POST', path: () => API_ROUTES.setUp, body: account, open: true },
  { name: 'passkeySessionOptions', method: 'POST', path: () => API_ROUTES.passkeySessionOptions, open: true },
  {
    name: 'passkeySession',
    method: 'POST',
    path: () => API_ROUTES.passkeySession,
    body: { id: 'x', rawId: 'x', type: 'public-key', response: {} },
    open: true,
  },
  { name: 'provider', method: 'GET', path: () => API_ROUTES.provider, open: true },
  { name: 'providerCallback', method: 'GET', path: () => API_ROUTES.providerCallback, open: true },
  { name: 'signInMethods', method: 'GET', path: () => API_ROUTES.signInMethods, open: true },
  { name: 'resets', method: 'POST', path: () => API_ROUTES.resets, body: { email: OWNER.email }, open: true },
  { name: 'reset', method: 'GET', path: () => API_ROUTES.reset('guessed'), open: true },
  {
    name: 'reset',
    method: 'POST',
    path: () => API_ROUTES.reset('guessed'),
    body: { password: 'mine from now on' },
    open: true,
  },
  { name: 'account', method: 'PATCH', path: () => API_ROUTES.account, body: { name: 'X' }, own: true },
  {
    name: 'password',
    method: 'POST',
    path: () => API_ROUTES.password,
    body: { currentPassword: OWNER.password, newPassword: 'mine from now on' },
  },
  { name: 'sessions', method: 'GET', path: () => API_ROUTES.sessions, own: true },
  { name: 'signedIn', method: 'DELETE', path: () => API_ROUTES.signedIn(signInId) },
  { name: 'tokens', method: 'GET', path: () => API_ROUTES.tokens, own: true },
  { name: 'token', method: 'DELETE', path: () => API_ROUTES.token(tokenId) },
  { name: 'security', method: 'GET', path: () => API_ROUTES.security, own: true },
  {
    name: 'secondFactor',
    method: 'POST',
    path: () => API_ROUTES.secondFactor,
    body: { password: OWNER.password },
  },
  {
    name: 'secondFactorConfirmation',
    method: 'POST',
    path: () => API_ROUTES.secondFactorConfirmation,
    body: { code: '123456' },
    own: true,
  },
  {
    name: 'secondFactorOff',
    method: 'POST',
    path: () => API_ROUTES.secondFactorOff,
    body: { password: OWNER.password },
  },
  { name: 'passkeys', method: 'GET', path: () => API_ROUTES.passkeys, own: true },
  {
    name: 'passkeyOptions',
    method: 'POST',
    path: () => API_ROUTES.passkeyOptions,
    body: { password: OWNER.password },
  },
  { name: 'passkey', method: 'DELETE', path: () => API_ROUTES.passkey(passkeyId) },
  { name: 'passkey', method: 'PATCH', path: () => API_ROUTES.passkey(passkeyId), body: { name: 'mine' } },
  { name: 'ownProvider', method: 'DELETE', path: () => API_ROUTES.ownProvider, own: true },
  { name: 'audit', method: 'GET', path: () => API_ROUTES.audit },
  { name: 'memberSecondFactor', method: 'DELETE', path: () => API_ROUTES.memberSecondFactor(veraId) },
  { name: 'members', method: 'GET', path: () => API_ROUTES.members, own: true },
  { name: 'member', method: 'PATCH', path: () => API_ROUTES.member(veraId), body: { role: 'admin' } },
  { name: 'member', method: 'PATCH', path: () => API_ROUTES.member(malloryId), body: { role: 'admin' } },
  { name: 'member', method: 'DELETE', path: () => API_ROUTES.member(veraId) },
  { name: 'memberReset', method: 'POST', path: () => API_ROUTES.memberReset(veraId) },
  { name: 'invitations', method: 'GET', path: () => API_ROUTES.invitations },
  { name: 'invitations', method: 'POST', path: () => API_ROUTES.invitations, body: { role: 'admin' } },
  { name: 'invitation', method: 'DELETE', path: () => API_ROUTES.invitation(invitationId) },
  { name: 'offer', method: 'GET', path: () => API_ROUTES.offer('guessed') },
  { name: 'offer', method: 'POST', path: () => API_ROUTES.offer('guessed'), body: account },
  { name: 'documents', method: 'GET', path: () => API_ROUTES.documents, own: true },
  { name: 'document', method: 'GET', path: () => API_ROUTES.document(documentId) },
  { name: 'preview', method: 'GET', path: () => API_ROUTES.preview(documentId) },
  { name: 'access', method: 'GET', path: () => API_ROUTES.access(documentId) },
  {
    name: 'generalAccess',
    method: 'PUT',
    path: () => API_ROUTES.generalAccess(documentId),
    body: { reach: 'link', role: 'editor' },
  },
  {
    name: 'grants',
    method: 'POST',
    path: () => API_ROUTES.grants(documentId),
    body: { email: 'mallory@dure.test', role: 'editor' },
  },
  { name: 'grant', method: 'PUT', path: () => API_ROUTES.grant(documentId, malloryId), body: { role: 'editor' } },
  { name: 'grant', method: 'PUT', path: () => API_ROUTES.grant(documentId, veraId), body: { role: 'editor' } },
  { name: 'grant', method: 'DELETE', path: () => API_ROUTES.grant(documentId, veraId) },
  { name: 'document', method: 'DELETE', path: () => API_ROUTES.document(documentId) },
  { name: 'place', method: 'PUT', path: () => API_ROUTES.place(documentId), body: { parentId: null } },
  { name: 'under', method: 'GET', path: () => API_ROUTES.under(documentId) },
  { name: 'copies', method: 'POST', path: () => API_ROUTES.copies(documentId), body: {} },
  { name: 'favourite', method: 'PUT', path: () => API_ROUTES.favourite(documentId) },
  { name: 'favourite', method: 'DELETE', path: () => API_ROUTES.favourite(documentId) },
  { name: 'requests', method: 'GET', path: () => API_ROUTES.requests(documentId) },
  {
    name: 'request',
    method: 'PUT',
    path: () => API_ROUTES.request(documentId, malloryId),
    body: { role: 'editor' },
  },
  { name: 'request', method: 'DELETE', path: () => API_ROUTES.request(documentId, malloryId) },
  { name: 'owner', method: 'PUT', path: () => API_ROUTES.owner(documentId), body: { personId: newUserId() } },
  { name: 'takeOver', method: 'POST', path: () => API_ROUTES.takeOver(veraId), body: { personId: newUserId() } },
  { name: 'binned', method: 'GET', path: () => API_ROUTES.binned(binnedId) },
  { name: 'binned', method: 'DELETE', path: () => API_ROUTES.binned(binnedId) },
  { name: 'binned', method: 'DELETE', path: () => API_ROUTES.binned(documentId) },
  { name: 'restored', method: 'POST', path: () => API_ROUTES.restored(binnedId) },
  { name: 'pages', method: 'GET', path: () => API_ROUTES.pages, own: true },
  { name: 'favourites', method: 'GET', path: () => API_ROUTES.favourites, own: true },
  { name: 'recent', method: 'GET', path: () => API_ROUTES.recent, own: true },
  { name: 'shared', method: 'GET', path: () => API_ROUTES.shared, own: true },
  { name: 'accessRequests', method: 'GET', path: () => API_ROUTES.accessRequests, own: true },
  { name: 'bin', method: 'GET', path: () => API_ROUTES.bin, own: true },
  { name: 'attachments', method: 'GET', path: () => API_ROUTES.attachments(documentId) },
  { name: 'attachment', method: 'GET', path: () => API_ROUTES.attachment(documentId, attachmentId) },
  { name: 'attachment', method: 'PUT', path: () => API_ROUTES.attachment(documentId, attachmentId), body: upload },
  { name: 'attachment', method: 'DELETE', path: () => API_ROUTES.attachment(documentId, attachmentId) },
  // Its body is bytes: attachments.test.ts has what can be wrong with them.
  { name: 'attachmentPart', method: 'PUT', path: () => API_ROUTES.attachmentPart(documentId, attachmentId, '0') },
  { name: 'attachmentComplete', method: 'POST', path: () => API_ROUTES.attachmentComplete(documentId, attachmentId) },
]

test('no route is missing here', () => {
  expect(new Set(ROUTES.map(({ name }) => name))).toEqual(new Set(Object.keys(API_ROUTES)))
})

describe("[DU6] other people's ids", () => {
  test.each(ROUTES.filter(({ own, open }) => !own && !open))(
    '$method $name by somebody who is signed in',
    async (route) => {
      const before = await everything()
      const response = await mallory.ask(route.method, route.path(), route.body)
      expect([403, 404]).toContain(response.status)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.text()).not.toMatch(/olive|owner@|vera/i)
      expect(await everything()).toBe(before)
    },
  )

  test.each(ROUTES.filter(({ open, name }) => !open && name !== 'offer'))('$method $name by nobody', async (route) => {
    const before = await everything()
    expect(await new Somebody(world.origin).status(route.method, route.path(), route.body)).toBe(401)
    expect(await everything()).toBe(before)
  })

  test('a viewer changes nothing of what they may see', async () => {
    const before = await everything()
    for (const route of ROUTES.filter(({ name }) => ['access', 'generalAccess', 'grants'].includes(name))) {
      expect(await vera.status(route.method, route.path(), route.body)).toBe(403)
    }
    expect(await vera.status('PUT', API_ROUTES.grant(documentId, veraId), { role: 'editor' })).toBe(403)
    expect(await everything()).toBe(before)
  })

  test('what does not exist and what is not for them are the same to somebody who is not signed in… but for ids they cannot guess', async () => {
    const nobody = new Somebody(world.origin)
    expect(await nobody.status('GET', API_ROUTES.document(newDocumentId()))).toBe(404)
    expect(await nobody.status('GET', API_ROUTES.document(documentId))).toBe(401)
  })
})

describe('[DU6] pages of other sites', () => {
  test.each(ROUTES.filter(({ method }) => method !== 'GET'))('cannot make a browser $method $name', async (route) => {
    const before = await everything()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await olive.ask(route.method, route.path(), route.body, headers as Record<string, string>)
      expect([route.name, response.status]).toEqual([route.name, 403])
    }
    expect(await everything()).toBe(before)
  })

  test('read nothing: no answer allows another origin, and the cookie stays at home', async () => {
    const response = await olive.ask('GET', API_ROUTES.documents, undefined, { origin: 'https://evil.example' })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    const signedIn = await fetch(world.origin + API_ROUTES.session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: OWNER.email, password: OWNER.password }),
    })
    expect(signedIn.headers.getSetCookie()[0]).toMatch(/; HttpOnly; SameSite=Lax$/)
    // A form can send this without asking; it is no JSON.
    expect(await olive.ask('POST', API_ROUTES.documents, '{}', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
    })
  })

  test('cannot open a socket with the cookie of who visits them', async () => {
    for (const dialect of ['dure', 'plain'] as const) {
      const socket = world.raw(documentId, dialect, { ...olive.headers, origin: 'https://evil.example' })
      await socket.closed()
      expect(socket.frames).toEqual([])
    }
  })
})

describe('[DU6] a credential that is none', () => {
  const real = (): string => olive.headers['cookie']?.split('=')[1] ?? ''
  const token = (): string => decodeURIComponent(real()).split('.')[0] ?? ''
  const signed = (value: string, secret: string): string =>
    encodeURIComponent(`${value}.${createHmac('sha256', secret).update(value).digest('base64')}`)
  const cookies: readonly (readonly [string, () => string])[] = [
    ['without a signature', () => token()],
    ['with an empty signature', () => `${token()}.`],
    ['with the signature of another secret', () => signed(token(), 'guessed')],
    ['with the signature of an empty secret', () => signed(token(), ' ')],
    ['with another token under its signature', () => real().replace(token().slice(0, 4), 'AAAA')],
    ['cut short', () => real().slice(0, -6)],
    ['that is SQL', () => encodeURIComponent("' or 1=1 --.x")],
    ['that is no escape', () => '%zz'],
    ['that is huge', () => 'A'.repeat(8000)],
  ]

  test.each(cookies)('a cookie %s', async (_what, value) => {
    const who = new Somebody(world.origin, { cookie: `dure.session_token=${value()}` })
    expect(await who.status('GET', API_ROUTES.documents)).toBe(401)
    expect(await who.api.getSession()).toMatchObject({ person: null })
    await expectShutOut(who.headers)
  })

  test.each([
    ['nothing', 'Bearer '],
    ['another kind', 'Basic b2xpdmU6cGFzc3dvcmQ='],
    ['a guess', `Bearer dure_${'A'.repeat(43)}`],
    ['without its prefix', `Bearer ${'A'.repeat(43)}`],
    ['a cookie in its place', 'Bearer x.y'],
  ])('an authorization with %s', async (_what, authorization) => {
    const who = new Somebody(world.origin, { authorization })
    expect(await who.status('GET', API_ROUTES.documents)).toBe(401)
    await expectShutOut(who.headers)
  })

  test('one that is wrong does not fall back to another that is right', async () => {
    const both = new Somebody(world.origin, { ...olive.headers, authorization: 'Bearer dure_wrong' })
    expect(await both.status('GET', API_ROUTES.documents)).toBe(401)
  })

  test('it does not make a guest of somebody either, where guests may come in', async () => {
    const open = await world.document()
    const socket = world.raw(open, 'dure', { cookie: 'dure.session_token=forged.x' })
    await socket.opened()
    socket.sayHello()
    expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)
  })

  async function expectShutOut(headers: Readonly<Record<string, string>>): Promise<void> {
    const dure = world.raw(documentId, 'dure', headers)
    await dure.opened()
    dure.sayHello()
    expect((await dure.closed()).code).toBe(CLOSE.signInRequired.code)
    const plain = world.raw(documentId, 'plain', headers)
    await plain.closed()
    expect([...dure.frames, ...plain.frames]).toEqual([])
  }
})

describe('[DU6] a token', () => {
  test('of scope read reads and nothing else, over every way in', async () => {
    const { token } = await olive.api.createToken({ name: 'reader', scope: 'read' })
    const reader = new Somebody(world.origin, { authorization: `Bearer ${token}` })
    const before = await everything()
    expect(await reader.status('GET', API_ROUTES.document(documentId))).toBe(200)
    expect(await reader.status('POST', API_ROUTES.documents, {})).toBe(403)
    expect(await reader.status('PUT', API_ROUTES.generalAccess(documentId), { reach: 'link', role: 'editor' })).toBe(
      403,
    )
    const socket = world.raw(documentId, 'dure', reader.headers)
    await socket.hello()
    socket.push(1, typing(501, 'by a reader'))
    expect((await socket.told('refused')).reason).toBe(REFUSAL.readOnly)
    const plain = world.raw(`${documentId}?token=${token}`, 'plain')
    await plain.opened()
    plain.send(writeSyncUpdate(typing(502, 'by a reader')))
    expect((await plain.closed()).code).toBe(CLOSE.forbidden.code)
    expect(await everything()).toBe(before)
  })

  test('of scope write guards no account, and is shut out at once when it is deleted', async () => {
    const { token, id } = await olive.api.createToken({ name: 'writer', scope: 'write' })
    const bot = new Somebody(world.origin, { authorization: `Bearer ${token}` })
    for (const route of ROUTES.filter(({ name }) => ['account', 'password', 'sessions', 'tokens'].includes(name))) {
      expect([route.name, await bot.status(route.method, route.path(), route.body)]).toEqual([route.name, 403])
    }
    const socket = world.raw(`${documentId}?token=${token}`, 'dure')
    await socket.hello()
    await olive.api.deleteToken(id)
    expect((await socket.closed()).code).toBe(CLOSE.signInRequired.code)
    expect(await bot.status('GET', API_ROUTES.documents)).toBe(401)
  })
})

describe('[DU4] [DU6] what somebody writes', () => {
  test('a viewer adds nothing, in whatever encoding', async () => {
    const before = await everything()
    const dure = world.raw(documentId, 'dure', vera.headers)
    await dure.hello()
    dure.push(1, typing(601, 'as dure'))
    expect((await dure.told('refused')).reason).toBe(REFUSAL.readOnly)
    // The two ways in which a stock client writes.
    for (const write of [writeSyncUpdate, writeSyncStep2]) {
      const plain = world.raw(documentId, 'plain', vera.headers)
      await plain.opened()
      plain.send(write(typing(602, 'as plain')))
      expect((await plain.closed()).code).toBe(CLOSE.forbidden.code)
    }
    const http = world.http(documentId)
    const push = writePush({ clientSeq: toClientSeq(1), update: typing(603, 'as a request') })
    expect((await http.request('post', writePostRequest(http.sessionId, [push]), vera.headers)).status).toBe(200)
    expect(await everything()).toBe(before)
  })

  test("nobody writes under another person's Yjs client id, nor under a guest's", async () => {
    const open = await world.document()
    await olive.api.setGeneralAccess(documentId, { reach: 'workspace', role: 'editor' })
    const [first, second] = [world.raw(open, 'dure', olive.headers), world.raw(open, 'dure', mallory.headers)]
    await Promise.all([first.hello(), second.hello()])
    first.push(1, typing(700, 'Olive'))
    await first.told('durable')
    second.push(1, typing(700, 'Mallory'))
    expect((await second.told('refused')).reason).toBe(REFUSAL.foreignClient)
    const guest = world.raw(open, 'dure')
    await guest.hello()
    guest.push(1, typing(700, 'a guest'))
    expect((await guest.told('refused')).reason).toBe(REFUSAL.foreignClient)
    await olive.api.setGeneralAccess(documentId, { reach: 'restricted', role: 'viewer' })
    expect(await world.rows(open)).toHaveLength(1)
  })
})

describe('guessing', () => {
  test('a password is tried so often by e-mail, then not at all for a while, right or wrong', async () => {
    const email = 'vera@dure.test'
    const nobody = new Somebody(world.origin)
    const statuses: number[] = []
    for (let tries = 0; tries < MAX_TRIES_PER_EMAIL + 2; tries += 1) {
      statuses.push(await nobody.status('POST', API_ROUTES.session, { email, password: `guess ${tries}` }))
    }
    expect(statuses).toEqual([...Array<number>(MAX_TRIES_PER_EMAIL).fill(401), 429, 429])
    const refused = await nobody.ask('POST', API_ROUTES.session, { email, password: 'the password of Vera' })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    // Who is signed in already is not locked out by it.
    expect(await vera.status('GET', API_ROUTES.documents)).toBe(200)
    world.clock.skip(TRIES_WINDOW_MS)
    expect(await signIn(world.origin, { name: '', email, password: 'the password of Vera' })).toHaveProperty('cookie')
  })

  test('who has no account is told what somebody with a wrong password is told', async () => {
    world.clock.skip(TRIES_WINDOW_MS)
    const nobody = new Somebody(world.origin)
    const answers = await Promise.all(
      [OWNER.email, 'nobody@nowhere.test'].map(async (email) => {
        const response = await nobody.ask('POST', API_ROUTES.session, { email, password: 'a wrong password' })
        return [response.status, await response.text()]
      }),
    )
    expect(answers[0]).toEqual(answers[1])
  })
})

describe('requests that are none', () => {
  test.each([
    '/api/../api/documents',
    '/api/%2e%2e/documents',
    '/api//documents',
    '/API/documents',
    '/api/documents/',
    '/api/documents%2f',
    '/api/documents;x=1',
    `/api/documents/${'a'.repeat(5000)}`,
    '/api/documents/%00',
    '/api/documents/..%5c..',
  ])('%s gives nobody a document', async (path) => {
    const response = await new Somebody(world.origin).ask('GET', path)
    expect([400, 401, 404]).toContain(response.status)
    expect(await response.text()).not.toContain(documentId)
  })

  test('bodies of any shape are answered 4xx by every route, and change nothing', async () => {
    world.clock.skip(TRIES_WINDOW_MS)
    const taking = ROUTES.filter((route) => route.body !== undefined && route.name !== 'offer')
    const before = await everything()
    const bodies = fc.oneof(
      // Without any field, some of them are asked for nothing, and do it.
      fc.json().filter((json) => !json.includes('"reach"') && json !== '{}'),
      fc.string(),
      fc.constantFrom('', '{', '[]', 'null', '{"__proto__":{}}', '{"name":""}', '{"email":"a","password":1}'),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...taking), bodies, async (route, body) => {
        world.clock.skip(TRIES_WINDOW_MS)
        const status = await olive.status(route.method, route.path(), body)
        expect([route.name, body, status >= 400 && status < 500]).toEqual([route.name, body, true])
      }),
      { numRuns: 150 },
    )
    expect(await everything()).toBe(before)
  })

  test('a body that is too large is not read', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(2 * 1024 * 1024) })
    for (const route of ROUTES.filter((each) => each.body !== undefined)) {
      expect([route.name, await olive.status(route.method, route.path(), body)]).toEqual([route.name, 413])
    }
  })
})

test('ids that are none reach no row', async () => {
  for (const id of ["' or 1=1", '%', '*', newUserId(), newSessionId(), '../../x']) {
    expect(await olive.status('DELETE', API_ROUTES.signedIn(id))).toBe(404)
    expect(await olive.status('DELETE', API_ROUTES.token(id))).toBe(404)
    expect(await olive.status('DELETE', API_ROUTES.invitation(id))).toBe(404)
    expect(await olive.status('DELETE', API_ROUTES.member(id))).toBe(404)
    expect(await olive.status('DELETE', API_ROUTES.grant(documentId, id))).toBe(404)
  }
})
