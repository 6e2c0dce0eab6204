/**
 * Every route of the API's description, by people who may not, with ids that are not theirs, bodies that do not fit and
 * paths that play tricks: answered as the description says, with nothing changed and nothing told. What is described is
 * tried; a route that is added is tried as well.
 */
import { request as httpRequest } from 'node:http'
import { API_ROUTES } from '@dure/api'
import { API_OPERATIONS, DEFAULT_MAX_BODY_BYTES, isBytes, type Operation, pathTemplate } from '@dure/api/description'
import { mayInWorkspace, newDocumentId, newSessionId, newUserId, parseUserId } from '@dure/protocol'
import { until } from '@dure/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SERVER_USER_ID } from './auth/identity.ts'
import { MAX_OPEN_INVITATIONS, TRIES_WINDOW_MS } from './limits.ts'
import { fitting, hardlyFitting } from './testing/arbitrary-body.ts'
import { DEADLINE_MS } from './testing/deadline.ts'
import { aimedAt, bodyFor, EVERY, having, refusal, schemaOf, schemas, WITH_JSON } from './testing/described-requests.ts'
import { everyTable } from './testing/every-table.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const SEED = Number(process.env['DURE_SEED'] ?? 20261121)

let world: World
/** Owns the workspace and all that is aimed at. */
let olive: Somebody
/** Works in the workspace; nothing is shared with her. */
let mallory: Somebody
let malloryId: string
let mallorysDocument: string
/** May view Olive’s document, and asks for more. */
let veraId: string
/** What Olive has that others may not touch, by the kind of problem that says that there is no such thing. */
let olives: Readonly<Record<string, string>>

beforeAll(async () => {
  world = await World.start()
  olive = new Somebody(world.origin, await world.owner())
  mallory = new Somebody(world.origin, await world.join('Mallory'))
  const vera = new Somebody(world.origin, await world.join('Vera'))
  malloryId = (await mallory.api.getSession()).person?.id ?? ''
  veraId = (await vera.api.getSession()).person?.id ?? ''
  mallorysDocument = (await mallory.api.createDocument()).id
  const documentId = (await olive.api.createDocument()).id
  await olive.api.share(documentId, { email: 'vera@dure.test', role: 'viewer' })
  expect(await vera.status('POST', API_ROUTES.requests(documentId), { role: 'editor' })).toBe(204)
  const binnedId = (await olive.api.createDocument()).id
  expect(await olive.status('DELETE', API_ROUTES.document(binnedId))).toBe(204)
  const attachmentId = newDocumentId()
  const upload = { name: 'x.png', size: 5, kind: 'image', key: 'k'.repeat(22) }
  expect(await olive.status('PUT', API_ROUTES.attachment(documentId, attachmentId), upload)).toBe(200)
  const passkeyId = newSessionId()
  await world.store.database
    .insertInto('passkey')
    .values({
      id: passkeyId,
      person_id: parseUserId((await olive.api.getSession()).person?.id) ?? SERVER_USER_ID,
      name: 'mine',
      credential_id: 'AAAA',
      public_key: 'AAAA',
      counter: 0,
      transports: '[]',
      created_at: 1,
      last_used_at: null,
    })
    .execute()
  olives = {
    'unknown-passkey': passkeyId,
    'unknown-document': documentId,
    'not-in-bin': binnedId,
    'unknown-person': veraId,
    'unknown-request': veraId,
    'unknown-member': veraId,
    'unknown-session': (await olive.api.listSignedIn())[0]?.id ?? '',
    'unknown-token': (await olive.api.createToken({ name: 'mine', scope: 'write' })).id,
    'unknown-invitation': (await olive.api.createInvitation({ role: 'member' })).id,
    'unknown-attachment': attachmentId,
    'unknown-part': '0',
  }
})
afterAll(() => world.close())

const everything = (): Promise<string> => everyTable(world.store.database)

/** Nothing has these ids. */
const nobodys = (): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(olives).map((kind) => [kind, kind === 'unknown-part' ? '0' : newUserId()]))

/** Their ids are Mallory’s and that of Olive’s document. */
const bodyOf = (entry: Operation): unknown =>
  bodyFor(entry, { person: malloryId, document: olives['unknown-document'] ?? '' })

const ask = (who: Somebody, entry: Operation, path: string, headers: Readonly<Record<string, string>> = {}) =>
  who.ask(entry.method, path, bodyOf(entry), headers)

/** A member may: see ADR 15. Whoever has a document’s link may ask to be let in. */
const MALLORY_MAY = new Set(['requestAccess'])

const guarded = EVERY.filter(({ name, entry }) => {
  if (entry.who === 'anybody' || MALLORY_MAY.has(name)) return false
  if (entry.needs && 'workspace' in entry.needs) return !mayInWorkspace('member', entry.needs.workspace)
  return entry.params !== undefined
})

describe('[DU6] ids of somebody else', () => {
  test.each(guarded)('$route is refused, like ids of nothing, and changes nothing', async ({ entry }) => {
    const before = await everything()
    const theirs = await ask(mallory, entry, aimedAt(entry, olives))
    const kind = await refusal(entry, theirs)
    const nothings = await ask(mallory, entry, aimedAt(entry, nobodys()))
    const nothing = await refusal(entry, nothings)
    expect(await everything()).toBe(before)
    if (entry.needs && 'document' in entry.needs) {
      // Nobody guesses the id of a document; whoever was given its link is told that they may ask to be let in.
      expect([kind, nothing]).toEqual(['forbidden', 'unknown-document'])
    } else expect([theirs.status, kind]).toEqual([nothings.status, nothing])
  })

  // An upload that is begun under an id of Olive’s is another upload: ids of files are a document’s own.
  test.each(
    EVERY.filter(({ name, entry }) => Object.keys(entry.params ?? {}).length > 1 && name !== 'beginAttachment'),
  )('$route is refused for what is Olive’s within a document of one’s own', async ({ entry }) => {
    const before = await everything()
    const mixed = aimedAt(entry, { ...olives, 'unknown-document': mallorysDocument })
    await refusal(entry, await ask(mallory, entry, mixed))
    expect(await everything()).toBe(before)
  })

  test('nothing goes under a page of somebody else, neither new nor moved nor copied', async () => {
    const before = await everything()
    const parentId = olives['unknown-document']
    expect(await mallory.status('POST', API_ROUTES.documents, { parentId })).toBe(403)
    expect(await mallory.status('PUT', API_ROUTES.place(mallorysDocument), { parentId })).toBe(403)
    expect(await mallory.status('POST', API_ROUTES.copies(olives['unknown-document'] ?? ''), {})).toBe(403)
    expect(await everything()).toBe(before)
  })
})

describe('[DU6] without a credential, or with one that is none', () => {
  const asked = EVERY.filter(({ entry }) => entry.who !== 'anybody')

  test.each(asked)('$route is refused', async ({ entry }) => {
    const before = await everything()
    const expired = await olive.api.createToken({ name: 'old', scope: 'write', days: 1 })
    const revoked = await olive.api.createToken({ name: 'gone', scope: 'write' })
    await olive.api.deleteToken(revoked.id)
    const { database } = world.store
    await database.updateTable('access_token').set({ expires_at: 1 }).where('id', '=', expired.id).execute()
    const path = aimedAt(entry, olives)
    const credentials: Readonly<Record<string, string>>[] = [
      {},
      { authorization: `Bearer ${expired.token}` },
      { authorization: `Bearer ${revoked.token}` },
      { authorization: 'Bearer dure_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' },
      { authorization: 'Basic b2xpdmU6cGFzc3dvcmQ=' },
      { cookie: 'dure.session_token=forged.c2lnbmF0dXJl' },
      { cookie: (olive.headers['cookie'] ?? '').slice(0, -8) },
    ]
    for (const credential of credentials) {
      const response = await ask(new Somebody(world.origin, credential), entry, path)
      expect([credential, response.status, await refusal(entry, response)]).toEqual([
        credential,
        401,
        'sign-in-required',
      ])
    }
    await database.deleteFrom('access_token').where('id', '=', expired.id).execute()
    expect(withoutRecord(await everything())).toBe(withoutRecord(before))
  })

  test.each(asked.filter(({ entry }) => entry.method !== 'GET'))(
    '$route is not for a token that reads',
    async ({ entry }) => {
      const { id, token } = await olive.api.createToken({ name: 'reader', scope: 'read' })
      const before = await everything()
      const reader = new Somebody(world.origin, { authorization: `Bearer ${token}` })
      const response = await ask(reader, entry, aimedAt(entry, olives))
      expect([response.status, await refusal(entry, response)]).toEqual([403, 'token-scope'])
      expect(await everything()).toBe(before)
      await olive.api.deleteToken(id)
    },
  )

  test.each(asked.filter(({ entry }) => entry.who === 'browser'))(
    '$route is not for a token at all',
    async ({ entry }) => {
      const { id, token } = await olive.api.createToken({ name: 'writer', scope: 'write' })
      const before = await everything()
      const writer = new Somebody(world.origin, { authorization: `Bearer ${token}` })
      const response = await ask(writer, entry, aimedAt(entry, olives))
      expect([response.status, await refusal(entry, response)]).toEqual([403, 'token-scope'])
      expect(await everything()).toBe(before)
      await olive.api.deleteToken(id)
    },
  )
})

/** What making and ending tokens for the test leaves behind. */
const withoutRecord = (dump: string): string =>
  dump
    .split('\n')
    .filter((line) => !/"(token-created|token-deleted)"|"subject":"(credential|token)|"id":1,"version"/.test(line))
    .join('\n')

describe('[DU6] pages of other sites', () => {
  test.each(EVERY.filter(({ entry }) => entry.method !== 'GET'))('cannot make a browser $route', async ({ entry }) => {
    const before = await everything()
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const response = await ask(olive, entry, aimedAt(entry, olives), headers as Record<string, string>)
      expect([response.status, await refusal(entry, response)]).toEqual([403, 'foreign-origin'])
    }
    expect(await everything()).toBe(before)
  })

  test.each(EVERY)('read nothing of $route', async ({ entry }) => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': entry.method }
    const response = await olive.ask('OPTIONS', aimedAt(entry, olives), undefined, headers)
    expect(response.status).toBe(204)
    for (const name of response.headers.keys()) expect(name).not.toMatch(/^access-control/)
  })
})

describe('[API2] bodies', () => {
  test.each(WITH_JSON)('of $route that do not fit are refused, and change nothing', async ({ name, entry }) => {
    const before = await everything()
    const path = aimedAt(entry, olives)
    const schema = entry.body as z.ZodType
    const unfit = hardlyFitting(schemaOf(entry), schemas).filter((body) => !schema.safeParse(body).success)
    await fc.assert(
      fc.asyncProperty(unfit, async (body) => {
        const response = await olive.ask(entry.method, path, JSON.stringify(body))
        expect([name, response.status, await refusal(entry, response)]).toEqual([name, 400, 'bad-body'])
      }),
      { numRuns: 25, seed: SEED },
    )
    for (const text of ['', '{', '{"a":', 'nonsense', '\u0000', '{"a":1}}', `${'['.repeat(20_000)}`]) {
      const response = await olive.ask(entry.method, path, text, { 'content-type': 'application/json' })
      expect([name, text.slice(0, 9), await refusal(entry, response)]).toEqual([name, text.slice(0, 9), 'bad-body'])
    }
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/json',
      '',
    ]) {
      const response = await olive.ask(entry.method, path, bodyOf(entry), { 'content-type': type })
      expect([name, type, await refusal(entry, response)]).toEqual([name, type, 'not-json'])
    }
    expect(await everything()).toBe(before)
  })

  test.each(having('body'))('of $route that are too large are not read, however they come', async ({ entry }) => {
    const before = await everything()
    const large = new Uint8Array((entry.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES) + 1).fill(0x20)
    const headers = { 'content-type': isBytes(entry.body) ? entry.body.bytes : 'application/json', ...olive.headers }
    const url = world.origin + aimedAt(entry, olives)
    const whole = await fetch(url, { method: entry.method, headers, body: large })
    expect([whole.status, await refusal(entry, whole)]).toEqual([413, 'body-too-large'])
    expect(whole.headers.get('connection')).toBe('close')
    if (!isBytes(entry.body)) {
      const init = { method: entry.method, headers, body: new Blob([large]).stream(), duplex: 'half' } as RequestInit
      const piecemeal = await fetch(url, init)
      expect([piecemeal.status, await refusal(entry, piecemeal)]).toEqual([413, 'body-too-large'])
    }
    expect(await everything()).toBe(before)
  })
})

describe('[API2] paths and queries', () => {
  /** As they are: `fetch` would put them right. */
  const askRaw = (method: string, path: string): Promise<Response> =>
    until('an answer', DEADLINE_MS, (done) => {
      const headers = { ...olive.headers, 'content-type': 'application/json' }
      const asked = httpRequest(`${world.origin}/`, { method, path, headers }, (answer) => {
        let text = ''
        answer.on('data', (data: Buffer) => {
          text += data.toString()
        })
        answer.on('end', () => {
          const type = answer.headers['content-type'] ?? ''
          const status = answer.statusCode ?? 0
          const said = { 'content-type': type, 'cache-control': answer.headers['cache-control'] ?? '' }
          done(new Response(status === 204 ? null : text, { status, headers: said }))
        })
      })
      asked.end(['GET', 'DELETE'].includes(method) ? undefined : '{}')
      return () => asked.destroy()
    })

  const TRICKS = [
    '..',
    '%2e%2e',
    '%2e%2e%2f%2e%2e',
    '..%5c..',
    '%00',
    `${'A'.repeat(21)}%00`,
    '%',
    '%zz',
    '%c0%ae',
    '%ed%a0%80',
    "'%20or%201=1--",
    '%25%32%65',
    '*',
    '__proto__',
    'constructor',
    'null',
    '0',
    '-1',
    ';x=1',
    '%ea%b0%80%eb%82%98%eb%8b%a4',
    'a'.repeat(5000),
    `${'A'.repeat(22)}%0d%0aset-cookie:x=1`,
  ]

  test.each(having('params'))('$route knows nothing by a trick', async ({ entry }) => {
    const before = await everything()
    const names = Object.keys(entry.params ?? {})
    for (const name of names) {
      for (const trick of TRICKS) {
        // A part may well be 0.
        if (name === 'number' && trick === '0') continue
        const others = {
          ...entry,
          params: Object.fromEntries(Object.entries(entry.params ?? {}).filter(([each]) => each !== name)),
        }
        const template = pathTemplate(entry)
        const rest = Object.entries(others.params).reduce(
          (path, [each, { unknown }]) =>
            path.replace(`{${each}}`, each === 'token' ? 'guess'.repeat(5) : (olives[unknown] ?? '')),
          template,
        )
        const response = await askRaw(entry.method, rest.replace(`{${name}}`, trick))
        expect([trick, response.status, [400, 404, 405].includes(response.status)]).toEqual([
          trick,
          response.status,
          true,
        ])
        await refusal(entry, response)
      }
    }
    expect(await everything()).toBe(before)
  })

  // Another provider sends its browsers back with what it likes.
  const queried = having('query').filter(({ entry }) => entry.answer !== 'redirect')

  test.each(queried)('$route refuses a query that is not as described', async ({ entry }) => {
    const path = aimedAt(entry, olives)
    const values = ['', '0', '-1', '1e9', 'NaN', '%00', '%ed%a0%80', 'x'.repeat(500), '[]', `a%00.${newUserId()}`]
    for (const name of Object.keys(entry.query?.shape ?? {}).filter((each) => each === 'limit' || each === 'cursor')) {
      for (const value of values) {
        const response = await olive.ask(entry.method, `${path}?${name}=${value}`)
        expect([name, value, await refusal(entry, response)]).toEqual([name, value, 'bad-query'])
      }
    }
    if (entry.query && 'titled' in entry.query.shape) {
      expect(await refusal(entry, await olive.ask(entry.method, `${path}?titled=a%00`))).toBe('bad-query')
    }
    const unknown = await olive.ask(entry.method, `${path}?nobody=asked&__proto__=1`)
    expect(await refusal(entry, unknown)).toBe('bad-query')
  })
})

describe('[API2] what may be asked', () => {
  const reads = EVERY.filter(({ entry }) => entry.method === 'GET')

  test.each(reads)('$route is answered as described, to whom it is for', async ({ name, entry }) => {
    const response = await fetch(world.origin + aimedAt(entry, olives), { headers: olive.headers, redirect: 'manual' })
    if (entry.answer === 'redirect') expect(response.headers.get('location')).toMatch(/^\/\w/)
    else if (!response.ok) {
      // What is guessed, and what is not all there.
      expect(['getResetOffer', 'getInvitationOffer', 'readAttachment']).toContain(name)
      await refusal(entry, response)
    } else if (entry.answer instanceof z.ZodType) entry.answer.parse(await response.json())
  })

  test('as many invitations are open as may be, and no more', async () => {
    const { database } = world.store
    const [row] = await database.selectFrom('invitation').selectAll().execute()
    if (!row) throw new Error('no invitation')
    const many = Array.from({ length: MAX_OPEN_INVITATIONS }, (_, index) => ({
      ...row,
      id: `mass${index}xx`,
      token_hash: `mass${index}`,
      accepted_at: null,
      email: null,
    }))
    for (let from = 0; from < many.length; from += 100) {
      await database
        .insertInto('invitation')
        .values(many.slice(from, from + 100))
        .execute()
    }
    const entry = API_OPERATIONS['createInvitation']
    if (!entry) throw new Error('no such operation')
    const response = await olive.ask('POST', API_ROUTES.invitations, { role: 'member' })
    expect([response.status, await refusal(entry, response)]).toEqual([409, 'too-many'])
    await database.deleteFrom('invitation').where('token_hash', 'like', 'mass%').execute()
  })

  // Last, since what fits is done.
  test.each(WITH_JSON.filter(({ name }) => name !== 'setUp'))(
    '$route takes whatever fits, however strange, and never breaks',
    async ({ name, entry }) => {
      await fc.assert(
        fc.asyncProperty(fitting(schemaOf(entry), schemas), async (body) => {
          world.clock.skip(TRIES_WINDOW_MS)
          const response = await olive.ask(entry.method, aimedAt(entry, olives), JSON.stringify(body))
          expect([name, body, response.status < 500]).toEqual([name, body, true])
          if (response.status >= 400) await refusal(entry, response)
          else if (response.status !== 204 && entry.answer instanceof z.ZodType)
            entry.answer.parse(await response.json())
        }),
        { numRuns: 12, seed: SEED },
      )
    },
  )
})
