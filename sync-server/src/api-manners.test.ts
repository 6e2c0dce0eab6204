/** How the API behaves whatever is asked of it: made once, changed only as it was seen, in pages, by the right method. */
import { API_ROUTES } from '@dure/api'
import { API_OPERATIONS, pathTemplate } from '@dure/api/description'
import { type DocumentId, parseDocumentId } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { KEPT_ANSWER_MS } from './limits.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

let world: World
let owner: Somebody
let mia: Somebody
let miaId: string

beforeAll(async () => {
  world = await World.start()
  owner = new Somebody(world.origin, await world.owner())
  mia = new Somebody(world.origin, await world.join('Mia'))
  miaId = (await mia.api.getSession()).person?.id ?? ''
})
afterAll(() => world.close())

const documentCount = async (): Promise<number> =>
  (
    await world.store.database
      .selectFrom('document')
      .select((row) => row.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
  ).count

async function makeDocument(): Promise<DocumentId> {
  const id = parseDocumentId((await owner.api.createDocument()).id)
  if (!id) throw new Error('no id')
  return id
}

describe('[API3] a request with an Idempotency-Key', () => {
  const make = (who: Somebody, key: string, body: unknown = {}): Promise<Response> =>
    who.ask('POST', API_ROUTES.documents, body, { 'idempotency-key': key })

  test('makes one thing, however often it is sent, and is answered alike', async () => {
    const before = await documentCount()
    const first = await make(owner, 'one')
    const again = await make(owner, 'one')
    expect([first.status, again.status]).toEqual([201, 201])
    expect(await again.text()).toBe(await first.text())
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect([first.headers.get('idempotency-replayed'), again.headers.get('idempotency-replayed')]).toEqual([
      null,
      'true',
    ])
    expect(await documentCount()).toBe(before + 1)
  })

  test('makes one thing when it is sent many times at once', async () => {
    const before = await documentCount()
    const answers = await Promise.all(Array.from({ length: 12 }, () => make(owner, 'at-once')))
    expect(answers.map(({ status }) => status).filter((status) => status !== 201 && status !== 409)).toEqual([])
    const made = await make(owner, 'at-once')
    expect(made.status).toBe(201)
    expect(await documentCount()).toBe(before + 1)
  })

  test('is refused when the key was used for something else, and is another person’s own', async () => {
    await make(owner, 'mine')
    const other = await make(owner, 'mine', { generalAccess: { reach: 'link', role: 'viewer' } })
    expect([other.status, await other.json()]).toMatchObject([422, { type: '/problems/key-used' }])
    const elsewhere = await owner.ask('POST', API_ROUTES.invitations, { role: 'guest' }, { 'idempotency-key': 'mine' })
    expect(elsewhere.status).toBe(422)
    const theirs = await make(mia, 'mine')
    expect([theirs.status, theirs.headers.get('idempotency-replayed')]).toEqual([201, null])
  })

  test('keeps its key when it was refused, and is refused anew', async () => {
    const id = await makeDocument()
    const share = (body: unknown) => owner.ask('POST', API_ROUTES.grants(id), body, { 'idempotency-key': 'refused' })
    expect((await share({ email: 'owner', role: 'editor' })).status).toBe(400)
    expect((await share({ email: 'mia@dure.test', role: 'editor' })).status).toBe(201)
  })

  test('keeps its key when it was changed meanwhile: nothing was made', async () => {
    const id = await makeDocument()
    const share = (version: string) => {
      const headers = { 'idempotency-key': 'meanwhile', 'if-match': version }
      return owner.ask('POST', API_ROUTES.grants(id), { email: 'mia@dure.test', role: 'editor' }, headers)
    }
    expect((await share('"99"')).status).toBe(412)
    expect((await share('"1"')).status).toBe(201)
  })

  test('gives a new token again, which is kept so that the store alone does not tell it', async () => {
    const ask = () =>
      owner.ask('POST', API_ROUTES.tokens, { name: 'robot', scope: 'read' }, { 'idempotency-key': 'token' })
    const [first, again] = [await (await ask()).text(), await (await ask()).text()]
    expect(again).toBe(first)
    const { token } = JSON.parse(first) as { token: string }
    const rows = await world.store.database.selectFrom('kept_answer').selectAll().execute()
    const kept = rows.map((row) => Buffer.from(row.answer ?? []).toString('latin1') + row.key_hash + row.request_hash)
    expect(kept.length).toBeGreaterThan(0)
    expect(kept.join()).not.toContain(token)
    expect(kept.join()).not.toContain('robot')
  })

  test('is made anew after a day', async () => {
    const first = await make(owner, 'daily')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + KEPT_ANSWER_MS + 1000 })
    try {
      const next = await make(owner, 'daily')
      expect(next.headers.get('location')).not.toBe(first.headers.get('location'))
    } finally {
      vi.useRealTimers()
    }
  })

  test.each(['', 'x'.repeat(201), 'two words', 'no\tTab'])('is refused with the key %j', async (key) => {
    expect((await make(owner, key)).status).toBe(400)
  })

  test('is told so when the request before broke off', async () => {
    await make(owner, 'broken')
    await world.store.database.updateTable('kept_answer').set({ answer: null }).execute()
    const answer = await make(owner, 'broken')
    expect([answer.status, await answer.json()]).toMatchObject([409, { type: '/problems/key-unfinished' }])
  })
})

describe('[API3] a change with If-Match', () => {
  const versionOf = async (path: string): Promise<string> => (await owner.ask('GET', path)).headers.get('etag') ?? ''

  test('of whom a document is shared with is made when it is as it was seen, and refused when it is not', async () => {
    const id = await makeDocument()
    const seen = await versionOf(API_ROUTES.access(id))
    expect(seen).toMatch(/^"\d+"$/)
    const set = (role: string, match: string) =>
      owner.ask('PUT', API_ROUTES.generalAccess(id), { reach: 'link', role }, { 'if-match': match })
    const changed = await set('viewer', seen)
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).toBe(await versionOf(API_ROUTES.access(id)))
    const late = await set('editor', seen)
    expect([late.status, await late.json()]).toMatchObject([412, { type: '/problems/changed-meanwhile' }])
    expect((await owner.api.getAccess(id)).generalAccess.role).toBe('viewer')
    expect((await set('editor', `"999", ${changed.headers.get('etag')}`)).status).toBe(200)
    expect((await set('viewer', '*')).status).toBe(200)
    for (const none of ['', 'W/"1"', '"x"', '7', ','])
      expect([none, (await set('editor', none)).status]).toEqual([none, 412])
  })

  test('of two at once is made by one', async () => {
    const id = await makeDocument()
    const seen = await versionOf(API_ROUTES.access(id))
    const both = ['viewer', 'editor'].map((role) =>
      owner.ask('PUT', API_ROUTES.generalAccess(id), { reach: 'link', role }, { 'if-match': seen }),
    )
    expect((await Promise.all(both)).map(({ status }) => status).toSorted()).toEqual([200, 412])
  })

  test('of a member and of one’s own name, likewise', async () => {
    const member = await versionOf(API_ROUTES.member(miaId))
    const change = (match: string) =>
      owner.ask('PATCH', API_ROUTES.member(miaId), { role: 'admin' }, { 'if-match': match })
    const first = await change(member)
    expect([first.status, first.headers.get('etag')]).toEqual([204, await versionOf(API_ROUTES.member(miaId))])
    expect((await change(member)).status).toBe(412)
    expect((await owner.ask('DELETE', API_ROUTES.member(miaId), undefined, { 'if-match': member })).status).toBe(412)

    const profile = await versionOf(API_ROUTES.account)
    const rename = (name: string) => owner.ask('PATCH', API_ROUTES.account, { name }, { 'if-match': profile })
    expect((await rename('Olive')).status).toBe(200)
    expect((await rename('Late')).status).toBe(412)
    expect((await owner.api.getSession()).person?.name).toBe('Olive')
  })
})

describe('lists that grow', () => {
  const pages = async (path: string, entries: string): Promise<readonly string[]> => {
    const ids: string[] = []
    for (let next: string | undefined = `${path}?limit=2`; next !== undefined; ) {
      const answer: Response = await owner.ask('GET', next)
      expect(answer.status).toBe(200)
      const page = (await answer.json()) as Record<string, { id: string }[]> & { nextCursor?: string }
      ids.push(...(page[entries] ?? []).map(({ id }) => id))
      const link: string | undefined = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
      expect(link === undefined).toBe(page.nextCursor === undefined)
      next = link
    }
    return ids
  }

  test('come in pages, each entry once and in order, by cursor and by link', async () => {
    for (const name of ['Ann', 'Ben', 'Cas']) await world.join(name)
    for (let made = 0; made < 5; made += 1) await owner.api.createInvitation({ role: 'member' })
    const members = (await owner.api.listMembers()).map(({ id }) => id)
    expect(members.length).toBeGreaterThanOrEqual(5)
    expect(await pages(API_ROUTES.members, 'members')).toEqual(members)
    const invitations = (await owner.api.listInvitations()).map(({ id }) => id)
    expect(await pages(API_ROUTES.invitations, 'invitations')).toEqual(invitations)
    for (let made = 0; made < 4; made += 1)
      await owner.api.signIn({ email: 'owner@dure.test', password: '' }).catch(() => undefined)
    const sessions = (await owner.api.listSignedIn()).map(({ id }) => id)
    expect(await pages(API_ROUTES.sessions, 'sessions')).toEqual(sessions)
  })

  test.each(['0', '201', 'many', '-1', '1.5', ''])('refuse the limit %j', async (limit) => {
    expect(await owner.status('GET', `${API_ROUTES.members}?limit=${limit}`)).toBe(400)
  })

  test.each(['x', '1.', '.abcdefgh', '1.a', "1.' or 1=1", '1e3.abcdefghij', '%00.abcdefgh'])(
    'refuse the cursor %j',
    async (cursor) => {
      for (const path of [API_ROUTES.members, API_ROUTES.invitations, API_ROUTES.sessions, API_ROUTES.documents]) {
        expect([path, await owner.status('GET', `${path}?cursor=${encodeURIComponent(cursor)}`)]).toEqual([path, 400])
      }
    },
  )
})

describe('methods', () => {
  const paths = new Map<string, Set<string>>()
  for (const entry of Object.values(API_OPERATIONS)) {
    const path = pathTemplate(entry)
    paths.set(path, (paths.get(path) ?? new Set()).add(entry.method))
  }

  test.each([...paths])('%s says which it takes', async (template, methods) => {
    const path = template.replaceAll(/\{\w+\}/g, 'A'.repeat(22))
    const allow = [...methods, 'OPTIONS', ...(methods.has('GET') ? ['HEAD'] : [])].toSorted().join(', ')
    const options = await owner.ask('OPTIONS', path)
    expect([options.status, options.headers.get('allow'), await options.text()]).toEqual([204, allow, ''])
    expect(options.headers.get('access-control-allow-origin')).toBeNull()
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'QUERY'].filter((each) => !methods.has(each))) {
      const answer = await owner.ask(method, path)
      expect([method, answer.status, answer.headers.get('allow')]).toEqual([method, 405, allow])
    }
  })

  test('HEAD is GET without a body', async () => {
    for (const path of [API_ROUTES.session, API_ROUTES.members, API_ROUTES.documents, API_ROUTES.openApi]) {
      const [get, head] = [await owner.ask('GET', path), await owner.ask('HEAD', path)]
      expect([head.status, await head.text()]).toEqual([get.status, ''])
      expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'))
    }
  })
})
