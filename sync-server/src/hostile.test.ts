/**
 * People who want in where they may not: ids, tokens, encodings and paths. Refused, and nothing changed.
 * Credentials that are none are in `wrong-credentials.test.ts`; what is tried of every route alike is in `every-route.test.ts`, and of every role in `roles-table.test.ts`.
 */
import { API_ROUTES } from '@dure/api'
import {
  CLOSE,
  type DocumentId,
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
import { OWNER } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Somebody } from './testing/somebody.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

const WRONG_PASSWORD = '/problems/wrong-password'

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
  await olive.api.share(documentId, { email: 'vera@dure.test', role: 'viewer' })
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

describe("[DU6] other people's ids", () => {
  test('a password of somebody else opens nothing of theirs, and changes nothing of one’s own', async () => {
    const before = await everything()
    const { password } = OWNER
    for (const [path, body] of [
      [API_ROUTES.password, { currentPassword: password, newPassword: 'mine from now on' }],
      [API_ROUTES.secondFactor, { password }],
      [API_ROUTES.secondFactorOff, { password }],
      [API_ROUTES.passkeyOptions, { password }],
    ] as const) {
      const response = await mallory.ask('POST', path, body)
      expect([path, response.status, await response.json()]).toMatchObject([path, 403, { type: WRONG_PASSWORD }])
    }
    expect(await everything()).toBe(before)
  })

  test('nobody raises themselves: not in the workspace, not on a document, not from viewer', async () => {
    const before = await everything()
    expect(await mallory.status('PATCH', API_ROUTES.member(malloryId), { role: 'admin' })).toBe(403)
    for (const [who, id] of [
      [mallory, malloryId],
      [vera, veraId],
    ] as const) {
      expect(await who.status('PUT', API_ROUTES.grant(documentId, id), { role: 'editor' })).toBe(403)
      expect(await who.status('PUT', API_ROUTES.request(documentId, id), { role: 'editor' })).toBe(403)
      expect(await who.status('PUT', API_ROUTES.owner(documentId), { personId: id })).toBe(403)
      // It is not in the bin.
      expect(await who.status('DELETE', API_ROUTES.binned(documentId))).toBe(404)
    }
    expect(await everything()).toBe(before)
  })

  test('what does not exist and what is not for them are the same to somebody who is not signed in… but for ids they cannot guess', async () => {
    const nobody = new Somebody(world.origin)
    expect(await nobody.status('GET', API_ROUTES.document(newDocumentId()))).toBe(404)
    expect(await nobody.status('GET', API_ROUTES.document(documentId))).toBe(401)
  })
})

describe('[DU6] pages of other sites', () => {
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

  test('is shut out at once when it is deleted', async () => {
    const { token, id } = await olive.api.createToken({ name: 'writer', scope: 'write' })
    const bot = new Somebody(world.origin, { authorization: `Bearer ${token}` })
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
