/** Pages on a running server: the tree, the bin, copies, and what people keep and ask about them; by API and socket. */
import type { Page, PageList } from '@dure/api'
import { readDocument } from '@dure/document'
import { CLOSE, type DocumentId, parseDocumentId } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { BIN_CHECK_MS, BIN_DAYS, MAX_COPIES, OPENING_NOTED_MS, REQUEST_AGAIN_MS } from './limits.ts'
import type { RawPeer } from './testing/raw-peer.ts'
import { Somebody } from './testing/somebody.ts'
import { typing } from './testing/updates.ts'
import { World } from './testing/world.ts'

let world: World
/** Owner of the workspace. */
let olive: Somebody
/** Members of it. */
let ann: Somebody
let ben: Somebody
/** A guest of it. */
let gil: Somebody
beforeAll(async () => {
  world = await World.start()
  olive = new Somebody(world.origin, await world.owner())
  ann = new Somebody(world.origin, await world.join('Ann'))
  ben = new Somebody(world.origin, await world.join('Ben'))
  gil = new Somebody(world.origin, await world.join('Gil', 'guest'))
})
afterAll(() => world.close())

const idOf = async (who: Somebody): Promise<string> => (await who.api.getSession()).person?.id ?? ''
async function page(who: Somebody, parentId?: DocumentId, general?: 'workspace' | 'restricted'): Promise<DocumentId> {
  const generalAccess = general && ({ reach: general, role: 'editor' } as const)
  const made = await who.api.createDocument({
    ...(parentId === undefined ? {} : { parentId }),
    ...(generalAccess ? { generalAccess } : {}),
  })
  const id = parseDocumentId(made.id)
  if (!id) throw new Error('no id')
  return id
}
const share = (by: Somebody, id: DocumentId, name: string, role: 'editor' | 'viewer' | 'commenter') =>
  by.api.share(id, { email: `${name}@dure.test`, role })
const ids = ({ pages }: PageList): readonly string[] => pages.map(({ id }) => id)
const roleOf = async (who: Somebody, id: DocumentId) => (await who.api.getDocument(id)).role
const open = async (who: Somebody, id: DocumentId): Promise<RawPeer> => {
  const raw = world.raw(id, 'dure', who.headers)
  await raw.hello()
  return raw
}

describe('[DU6] rights down the tree:', () => {
  test('a page under another is for whom that is for, as what it says nearest', async () => {
    const top = await page(ann, undefined, 'workspace')
    const middle = await page(ben, top)
    const leaf = await page(ben, middle)
    expect(await roleOf(ann, leaf)).toBe('editor')
    expect(await roleOf(ben, leaf)).toBe('owner')
    expect(await roleOf(olive, leaf)).toBe('editor')
    expect(await gil.status('GET', `/api/documents/${leaf}`)).toBe(403)
    await share(ann, top, 'gil', 'viewer')
    expect(await roleOf(gil, leaf)).toBe('viewer')
    await share(ben, leaf, 'gil', 'editor')
    expect([await roleOf(gil, middle), await roleOf(gil, leaf)]).toEqual(['viewer', 'editor'])
    // An override: only those who are named, here or above, and whoever owns a page above.
    await ben.api.setGeneralAccess(middle, { reach: 'restricted', role: 'viewer' })
    expect(await olive.status('GET', `/api/documents/${leaf}`)).toBe(403)
    expect([await roleOf(ann, leaf), await roleOf(gil, leaf)]).toEqual(['editor', 'editor'])
    const access = await ben.api.getAccess(middle)
    expect(access).toMatchObject({ generalAccess: { reach: 'restricted' }, inherits: false })
    expect(access.people.map(({ person, role, inherited }) => [person.name, role, inherited])).toEqual(
      expect.arrayContaining([
        ['Gil', 'viewer', true],
        ['Ann', 'editor', true],
      ]),
    )
    const inherited = await ben.api.setGeneralAccess(middle, { reach: 'inherit', role: 'viewer' })
    expect(inherited).toMatchObject({ generalAccess: { reach: 'workspace', role: 'editor' }, inherits: true })
    expect((await ann.api.getAccess(top)).inherits).toBeNull()
  })

  test('what is listed is what opens: the tree, its paths and the search of titles', async () => {
    const top = await page(ann, undefined, 'workspace')
    const [open_, closed] = [await page(ann, top), await page(ann, top, 'restricted')]
    const under = await page(ann, closed)
    expect(ids(await ann.api.listPages())).toContain(top)
    expect(ids(await ann.api.listPagesUnder(top))).toEqual([open_, closed])
    expect(ids(await ben.api.listPagesUnder(top))).toEqual([open_])
    expect(ids(await ben.api.listPages())).not.toContain(closed)
    expect(ids(await gil.api.listPages())).toEqual([])
    const entry = async (who: Somebody, id: DocumentId): Promise<Page | undefined> =>
      (await who.api.listPages({ limit: 200 })).pages.find((each) => each.id === id)
    expect(await entry(ben, top)).toMatchObject({ hasPages: true, role: 'editor' })
    await ann.api.binDocument(open_)
    expect(await entry(ben, top)).toMatchObject({ hasPages: false })
    expect(await entry(ann, top)).toMatchObject({ hasPages: true })
    expect((await ann.api.getDocument(under)).path.map(({ id }) => id)).toEqual([top, closed])
    await share(ann, under, 'ben', 'viewer')
    // The page between is not for Ben: its title is not told, nor what is above it.
    expect((await ben.api.getDocument(under)).path).toEqual([])
    expect((await ben.api.listDocuments()).documents.map(({ id }) => id)).toEqual(expect.arrayContaining([top, under]))
    expect((await ben.api.listDocuments()).documents.map(({ id }) => id)).not.toContain(closed)
    await world.store.documents.setTitle(
      under,
      '두레 회의록',
      1 as Parameters<typeof world.store.documents.setTitle>[2],
    )
    expect((await ben.api.listDocuments({ titled: '회의' })).documents.map(({ id }) => id)).toEqual([under])
    expect((await gil.api.listDocuments({ titled: '회의' })).documents).toEqual([])
    // Part by part, nothing twice and nothing left out.
    const whole = ids(await ann.api.listPages({ limit: 200 }))
    const parts: string[] = []
    for (let cursor: string | undefined; ; ) {
      const part = await ann.api.listPages({ limit: 2, ...(cursor === undefined ? {} : { cursor }) })
      parts.push(...ids(part))
      cursor = part.nextCursor
      if (cursor === undefined) break
    }
    expect(parts).toEqual(whole)
    expect(await ann.status('GET', '/api/pages?cursor=nonsense')).toBe(400)
  })

  test('a page is moved by whoever writes at both ends, and open sockets follow', async () => {
    const [annTop, benTop] = [await page(ann), await page(ben)]
    const shared = await page(ann, undefined, 'workspace')
    const [moved, below] = [await page(ann, shared), await page(ann, shared)]
    await ann.api.movePage(below, { parentId: moved })
    const socket = await open(ben, below)
    // Ben writes on the page and on where it lies, but not on where it would go; and the top is for its owner.
    expect(await ben.status('PUT', `/api/documents/${moved}/place`, { parentId: annTop })).toBe(403)
    expect(await ben.status('PUT', `/api/documents/${moved}/place`, { parentId: null })).toBe(403)
    expect(await ann.status('PUT', `/api/documents/${moved}/place`, { parentId: benTop })).toBe(403)
    expect(await gil.status('PUT', `/api/documents/${moved}/place`, { parentId: benTop })).toBe(403)
    expect(await ann.status('PUT', `/api/documents/${shared}/place`, { parentId: below })).toBe(409)
    await ann.api.movePage(moved, { parentId: annTop })
    expect((await socket.closed()).code).toBe(CLOSE.forbidden.code)
    const again = await open(ann, below)
    await ann.api.movePage(moved, { parentId: shared, after: null })
    expect(await roleOf(ben, below)).toBe('editor')
    again.push(1, typing(900, 'still here'))
    await again.told('durable')
    await ben.api.movePage(moved, { parentId: benTop })
    // It stays Ann's, who takes it back though she may not write where it lies.
    expect(await roleOf(ann, moved)).toBe('owner')
    await ann.api.movePage(moved, { parentId: null })
    expect(await ben.status('GET', `/api/documents/${moved}`)).toBe(403)
  })

  test('whoever only reads the page above makes nothing under it', async () => {
    const top = await page(ann)
    await share(ann, top, 'ben', 'viewer')
    expect(await ben.status('POST', '/api/documents', { parentId: top })).toBe(403)
    expect(await gil.status('POST', '/api/documents', { parentId: top })).toBe(403)
    await share(ann, top, 'gil', 'editor')
    expect(await roleOf(ann, await page(gil, top))).toBe('editor')
    expect(await gil.status('POST', '/api/documents', {})).toBe(403)
  })
})

describe('the bin', () => {
  test('[DU6] takes what is under a page along, tells every open session at once, and gives it back', async () => {
    const top = await page(ann, undefined, 'workspace')
    const leaf = await page(ben, top)
    const sockets = [await open(ben, leaf), await open(ann, top), await open(olive, leaf)]
    expect(await ben.status('DELETE', `/api/documents/${top}`)).toBe(403)
    await ann.api.binDocument(top)
    for (const socket of sockets) expect((await socket.closed()).code).toBe(CLOSE.inBin.code)
    for (const who of [ann, ben, olive]) expect(await who.status('GET', `/api/documents/${leaf}`)).toBe(410)
    expect(await gil.status('GET', `/api/documents/${leaf}`)).toBe(403)
    expect(await new Somebody(world.origin).status('GET', `/api/documents/${top}`)).toBe(401)
    const plain = world.raw(leaf, 'plain', ben.headers)
    await plain.closed()
    expect(plain.frames).toEqual([])
    expect(await ben.api.getBinned(leaf)).toMatchObject({ by: 'Ann', mayRestore: true, mayRemove: false })
    expect(await olive.api.getBinned(leaf)).toMatchObject({ mayRestore: false })
    expect(await gil.status('GET', `/api/bin/${leaf}`)).toBe(404)
    expect(await ben.status('POST', `/api/bin/${top}/restore`)).toBe(403)
    expect((await ann.api.listBin()).documents.map(({ id }) => id)).toContain(top)
    // Ben takes what is his out: to the top, as open as it was.
    await ben.api.restoreDocument(leaf)
    expect(await ben.api.getDocument(leaf)).toMatchObject({ role: 'owner', path: [], reach: 'workspace' })
    await ann.api.restoreDocument(top)
    expect(await roleOf(ben, top)).toBe('editor')
    expect(await ann.status('POST', `/api/bin/${top}/restore`)).toBe(404)
  })

  test('whoever owns a page may move what others put under it there, who can bring that back', async () => {
    const top = await page(ann, undefined, 'workspace')
    const leaf = await page(ben, top)
    expect(await ann.api.getDocument(leaf)).toMatchObject({ mayBin: true })
    expect(await olive.api.getDocument(leaf)).toMatchObject({ mayBin: false })
    await ann.api.binDocument(leaf)
    expect(await ann.api.getBinned(leaf)).toMatchObject({ mayRestore: true, mayRemove: false })
    expect(await ann.status('DELETE', `/api/bin/${leaf}`)).toBe(403)
    await ben.api.restoreDocument(leaf)
    expect((await ben.api.getDocument(leaf)).path.map(({ id }) => id)).toEqual([top])
  })

  test("its owner takes a page away for good; what is under it of others' is in their bins", async () => {
    const top = await page(ann, undefined, 'workspace')
    const [own, other] = [await page(ann, top), await page(ben, top)]
    await ben.api.addFavourite(top)
    await share(ann, own, 'gil', 'viewer')
    await gil.api.requestAccess(own, 'editor')
    await ann.api.binDocument(top)
    expect(await ben.status('DELETE', `/api/bin/${top}`)).toBe(403)
    expect(await ann.status('DELETE', `/api/bin/${top}`)).toBe(204)
    for (const gone of [top, own]) {
      expect(await ann.status('GET', `/api/documents/${gone}`)).toBe(404)
      expect(await world.store.log.load(gone)).toBeUndefined()
    }
    expect(await ben.api.getBinned(other)).toMatchObject({ mayRestore: true, mayRemove: true })
    await ben.api.restoreDocument(other)
    expect(await roleOf(ben, other)).toBe('owner')
  })

  test('is emptied of what is there for longer than it may be, and of nothing else', async () => {
    const [old, young] = [await page(ann), await page(ann)]
    await ann.api.binDocument(old)
    await ann.api.binDocument(young)
    const longAgo = Date.now() - (BIN_DAYS + 1) * 24 * 60 * 60 * 1000
    await world.store.database.updateTable('document').set({ deleted_at: longAgo }).where('id', '=', old).execute()
    world.clock.skip(BIN_CHECK_MS)
    await vi.waitFor(async () => expect(await world.store.documents.get(old)).toBeUndefined(), { timeout: 10_000 })
    expect(await ann.api.getBinned(young)).toMatchObject({ mayRestore: true })
  })
})

describe('a copy', () => {
  test('says what its original says, under another title, beside it where one may write there', async () => {
    const top = await page(ann)
    const original = await page(ann, top)
    const peer = await open(ann, original)
    peer.push(1, typing(4321, '두레에서 쓴 글'))
    await peer.told('durable')
    await share(ann, original, 'ben', 'viewer')
    const mine = await ann.api.copyDocument(original, { title: '사본' })
    const his = await ben.api.copyDocument(original)
    expect((await ann.api.getDocument(mine.id)).path.map(({ id }) => id)).toEqual([top])
    expect(await ben.api.getDocument(his.id)).toMatchObject({ role: 'owner', reach: 'restricted', path: [] })
    expect(await ann.status('GET', `/api/documents/${his.id}`)).toBe(403)
    expect(mine.title).toBe('사본')
    const blocks = async (id: string) => {
      const doc = new Y.Doc()
      for (const row of await world.rows(id as DocumentId)) Y.applyUpdate(doc, row.bytes)
      return readDocument(doc)
    }
    expect(await blocks(mine.id)).toEqual(await blocks(original))
    expect(await blocks(his.id)).toEqual(await blocks(original))
    // Who wrote under which Yjs client id is known in the copy: nobody writes there as Ann.
    const authors = await world.store.log.authors(mine.id as DocumentId, [4321])
    expect(authors.get(4321)).toBe(await idOf(ann))
    expect(await gil.status('POST', `/api/documents/${original}/copies`, {})).toBe(403)
    await share(ann, original, 'gil', 'viewer')
    // Guests of a workspace make no documents in it.
    expect(await gil.status('POST', `/api/documents/${original}/copies`, {})).toBe(403)
  })

  test('is not made without end', async () => {
    const original = await page(ben)
    const statuses: number[] = []
    for (let made = 0; made <= MAX_COPIES; made += 1) {
      statuses.push(await ben.status('POST', `/api/documents/${original}/copies`, {}))
    }
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(MAX_COPIES - 2)
  })
})

describe('what somebody keeps at hand', () => {
  test('favourites, what was opened last, and what others shared by name', async () => {
    const [one, two] = [await page(ann), await page(ann)]
    await share(ann, one, 'gil', 'viewer')
    await share(ann, two, 'gil', 'commenter')
    expect(
      ids(await gil.api.listShared())
        .slice(0, 2)
        .sort(),
    ).toEqual([one, two].sort())
    await gil.api.addFavourite(one)
    await gil.api.addFavourite(one)
    expect(ids(await gil.api.listFavourites())).toEqual([one])
    expect((await gil.api.getDocument(one)).favourite).toBe(true)
    await open(gil, one)
    await vi.waitFor(async () => expect(ids(await gil.api.listRecent())[0]).toBe(one), { timeout: 10_000 })
    await open(gil, two)
    await vi.waitFor(async () => expect(ids(await gil.api.listRecent()).slice(0, 2)).toEqual([two, one]))
    // What is not for them any longer is not listed, and is again when it is.
    await ann.api.removeGrant(one, await idOf(gil))
    expect(ids(await gil.api.listFavourites())).toEqual([])
    expect(ids(await gil.api.listRecent())).toEqual([two])
    expect(ids(await gil.api.listShared())).not.toContain(one)
    await share(ann, one, 'gil', 'viewer')
    expect(ids(await gil.api.listFavourites())).toEqual([one])
    await gil.api.removeFavourite(one)
    expect(ids(await gil.api.listFavourites())).toEqual([])
    expect(OPENING_NOTED_MS).toBeGreaterThan(0)
  })
})

describe('requests to be let in', () => {
  test('reach the owner, and are granted or declined; who was declined does not ask again at once', async () => {
    const id = await page(ann)
    expect(await ben.status('GET', `/api/documents/${id}`)).toBe(403)
    await ben.api.requestAccess(id, 'viewer')
    await ben.api.requestAccess(id, 'editor')
    const [benId, gilId] = [await idOf(ben), await idOf(gil)]
    expect(await ann.api.listRequests(id)).toMatchObject([{ person: { id: benId, name: 'Ben' }, role: 'editor' }])
    expect((await ann.api.listAllRequests()).map(({ documentId }) => documentId)).toContain(id)
    expect(await ben.status('GET', `/api/documents/${id}/access/requests`)).toBe(403)
    expect(await ben.status('PUT', `/api/documents/${id}/access/requests/${benId}`, { role: 'editor' })).toBe(403)
    expect(await ann.status('PUT', `/api/documents/${id}/access/requests/${gilId}`, { role: 'editor' })).toBe(404)
    await ann.api.grantRequest(id, benId, 'viewer')
    expect(await roleOf(ben, id)).toBe('viewer')
    expect(await ann.api.listRequests(id)).toEqual([])
    expect(await ben.status('POST', `/api/documents/${id}/access/requests`, { role: 'viewer' })).toBe(409)
    await ben.api.requestAccess(id, 'editor')
    await ann.api.declineRequest(id, benId)
    await ben.api.requestAccess(id, 'editor')
    expect(await ann.api.listRequests(id)).toEqual([])
    await world.store.database
      .updateTable('access_request')
      .set({ declined_at: Date.now() - REQUEST_AGAIN_MS - 1000 })
      .where('document_id', '=', id)
      .execute()
    await ben.api.requestAccess(id, 'editor')
    expect(await ann.api.listRequests(id)).toHaveLength(1)
    expect(
      await new Somebody(world.origin).status('POST', `/api/documents/${id}/access/requests`, { role: 'editor' }),
    ).toBe(401)
  })
})

describe('ownership', () => {
  test('[DU6] is handed over by its owner, who stays as editor', async () => {
    const id = await page(ann)
    const [annId, benId, gilId] = [await idOf(ann), await idOf(ben), await idOf(gil)]
    // A guest of the workspace whom the document is not shared with: nobody that Ann knows of.
    expect(await ann.status('PUT', `/api/documents/${id}/owner`, { personId: gilId })).toBe(404)
    await share(ann, id, 'ben', 'editor')
    expect(await ben.status('PUT', `/api/documents/${id}/owner`, { personId: benId })).toBe(403)
    await share(ann, id, 'ben', 'viewer')
    await ben.api.requestAccess(id, 'editor')
    const socket = await open(ann, id)
    await ann.api.transferOwnership(id, benId)
    // Nobody is left asking themselves.
    expect(await ben.api.listAllRequests()).toEqual([])
    expect(await socket.told('event', ({ name }) => name === 'role')).toMatchObject({ body: { role: 'editor' } })
    expect([await roleOf(ann, id), await roleOf(ben, id)]).toEqual(['editor', 'owner'])
    expect(await ann.status('PUT', `/api/documents/${id}/owner`, { personId: annId })).toBe(403)
  })

  test('of what somebody disabled owns is taken over by whoever manages the members, and each is on record', async () => {
    const leaver = new Somebody(world.origin, await world.join('Lee'))
    const leaverId = await idOf(leaver)
    const id = await page(leaver)
    const [annId, oliveId] = [await idOf(ann), await idOf(olive)]
    expect(await olive.status('POST', `/api/members/${leaverId}/documents`, { personId: annId })).toBe(409)
    await ann.api.requestAccess(id, 'viewer')
    await olive.api.changeMember(leaverId, { disabled: true })
    expect(await ann.status('POST', `/api/members/${leaverId}/documents`, { personId: annId })).toBe(403)
    expect(await olive.api.takeOverDocuments(leaverId, annId)).toEqual({ documents: 1 })
    expect(await roleOf(ann, id)).toBe('owner')
    expect((await ann.api.listAllRequests()).map(({ documentId }) => documentId)).not.toContain(id)
    const record = await world.store.database
      .selectFrom('audit_event')
      .select(['person_id', 'detail'])
      .where('action', '=', 'ownership-transferred')
      .where('subject', '=', id)
      .execute()
    expect(record).toEqual([{ person_id: oliveId, detail: JSON.stringify({ from: leaverId, to: annId }) }])
  })
})
