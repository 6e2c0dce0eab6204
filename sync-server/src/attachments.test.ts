import { readdir } from 'node:fs/promises'
import { API_ROUTES, PART_BYTES } from '@dure/api'
import { newAttachmentId, newDocumentId, ROLES, UPLOAD_KEY_HEADER } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bytesOf,
  type FailingBlobs,
  filesOf,
  KEY,
  kindOf,
  LARGE,
  PNG,
  partsOf,
  startWithFiles,
} from './testing/files.ts'
import { Somebody } from './testing/somebody.ts'
import type { World } from './testing/world.ts'

const SETTINGS = { DURE_MAX_ATTACHMENT_MB: '20', DURE_MAX_ATTACHMENTS: '4', DURE_MAX_DOCUMENT_MB: '30' }

let world: World
let owner: Somebody
let blobs: FailingBlobs
beforeAll(async () => {
  ;({ world, blobs } = await startWithFiles(SETTINGS))
  owner = new Somebody(world.origin, await world.owner())
})
afterAll(() => world.close())

const { document, begin, put, complete, get, upload, newcomer } = filesOf(
  () => world,
  () => owner,
)

describe('an upload', () => {
  test('comes in parts, in any order, from wherever it is gone on with, and is served as it was', async () => {
    const made = { document: await document(), id: newAttachmentId() }
    const [first, second, third] = partsOf(LARGE)
    if (!first || !second || !third) throw new Error('three parts')
    expect(await (await begin(owner, made, LARGE, { name: '사진.bin' })).json()).toEqual({
      id: made.id,
      partBytes: PART_BYTES,
      received: [],
      complete: false,
    })
    expect((await put(owner, made, 2, third)).status).toBe(204)
    expect((await put(owner, made, 0, first)).status).toBe(204)
    expect(await (await begin(owner, made, LARGE)).json()).toMatchObject({ received: [0, 2] })
    const early = await complete(owner, made)
    expect([early.status, await kindOf(early)]).toEqual([409, 'incomplete'])
    expect((await get(owner, made)).status).toBe(404)
    // The server goes away in between; what it said is there, is.
    await world.stopServer()
    await world.startServer()
    expect(await (await begin(owner, made, LARGE)).json()).toMatchObject({ received: [0, 2] })
    // A part whose answer was lost.
    expect((await put(owner, made, 2, third)).status).toBe(204)
    expect((await put(owner, made, 1, second)).status).toBe(204)
    const done = await complete(owner, made)
    expect(await done.json()).toEqual({
      id: made.id,
      name: '사진.bin',
      size: LARGE.length,
      type: 'application/octet-stream',
    })
    expect((await complete(owner, made)).status).toBe(200)
    expect(await (await begin(owner, made, LARGE)).json()).toMatchObject({ complete: true })
    expect((await bytesOf(await get(owner, made))).equals(LARGE)).toBe(true)
    expect(await readdir(blobs.spoolDirectory)).toEqual([])
  })

  test('is served by ranges across its parts, by its tag, and without a body to HEAD', async () => {
    const made = await upload(LARGE)
    for (const [start, end] of [
      [0, 0],
      [PART_BYTES - 3, PART_BYTES + 3],
      [10, LARGE.length - 1],
    ] as const) {
      const part = await get(owner, made, { range: `bytes=${start}-${end}` })
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${start}-${end}/${LARGE.length}`])
      expect((await bytesOf(part)).equals(LARGE.subarray(start, end + 1))).toBe(true)
    }
    const beyond = await get(owner, made, { range: `bytes=${LARGE.length}-` })
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${LARGE.length}`])
    const head = await owner.ask('HEAD', API_ROUTES.attachment(made.document, made.id))
    expect([head.status, head.headers.get('content-length'), (await bytesOf(head)).length]).toEqual([
      200,
      String(LARGE.length),
      0,
    ])
    const again = await get(owner, made, { 'if-none-match': head.headers.get('etag') ?? '' })
    expect([again.status, (await bytesOf(again)).length]).toEqual([304, 0])
  })

  test('that is given up leaves nothing', async () => {
    const made = { document: await document(), id: newAttachmentId() }
    await begin(owner, made, LARGE)
    await put(owner, made, 0, partsOf(LARGE)[0] ?? new Uint8Array())
    const path = API_ROUTES.attachment(made.document, made.id)
    expect((await owner.ask('DELETE', path, undefined, { [UPLOAD_KEY_HEADER]: KEY })).status).toBe(204)
    expect((await complete(owner, made)).status).toBe(404)
    expect(await (await owner.ask('GET', API_ROUTES.attachments(made.document))).json()).toMatchObject({ count: 0 })
    const done = await upload(PNG)
    const late = await owner.ask('DELETE', API_ROUTES.attachment(done.document, done.id), undefined, {
      [UPLOAD_KEY_HEADER]: KEY,
    })
    expect([late.status, await kindOf(late)]).toEqual([409, 'upload-complete'])
  })
})

describe('[DU6] every role', () => {
  test.each([...ROLES, undefined])('%s', async (role) => {
    const { who, email } = await newcomer()
    const id = role === 'owner' ? undefined : await document()
    const asker = role === 'owner' ? owner : who
    const made = await upload(PNG, {}, id)
    if (role !== undefined && role !== 'owner') await owner.api.share(made.document, { email, role })
    const writes = role === 'owner' || role === 'editor'
    expect((await get(asker, made)).status).toBe(role ? 200 : 403)
    expect((await asker.ask('HEAD', API_ROUTES.attachment(made.document, made.id))).status).toBe(role ? 200 : 403)
    const mine = { document: made.document, id: newAttachmentId() }
    expect((await begin(asker, mine, PNG)).status).toBe(writes ? 200 : 403)
    // Somebody else's upload, with its key.
    expect((await put(asker, made, 0, Uint8Array.from(PNG))).status).toBe(writes ? 204 : 403)
    expect((await complete(asker, made)).status).toBe(writes ? 200 : 403)
    expect(await asker.status('GET', API_ROUTES.attachments(made.document))).toBe(writes ? 200 : 403)
  })

  test('a right that is withdrawn is withdrawn for the next request, an upload under way included', async () => {
    const { who, email, id } = await newcomer()
    const made = await upload(PNG)
    await owner.api.share(made.document, { email, role: 'editor' })
    const theirs = { document: made.document, id: newAttachmentId() }
    const etag = (await get(who, made)).headers.get('etag') ?? ''
    expect((await begin(who, theirs, PNG)).status).toBe(200)
    await owner.api.removeGrant(made.document, id)
    expect((await get(who, made)).status).toBe(403)
    expect((await get(who, made, { 'if-none-match': etag })).status).toBe(403)
    expect((await put(who, theirs, 0, Uint8Array.from(PNG))).status).toBe(403)
    expect((await complete(who, theirs)).status).toBe(403)
  })

  test('a guest by link sees and adds while the link is open, and nothing after', async () => {
    const open = await document('link')
    const nobody = new Somebody(world.origin)
    const made = await upload(PNG, { kind: 'image' }, open, nobody)
    expect((await get(nobody, made)).status).toBe(200)
    await owner.api.setGeneralAccess(open, { reach: 'restricted', role: 'viewer' })
    expect((await get(nobody, made)).status).toBe(401)
  })

  test('a file is in its document only', async () => {
    const made = await upload(PNG)
    expect((await get(owner, { ...made, document: await document() })).status).toBe(404)
    expect((await get(owner, { ...made, document: newDocumentId() })).status).toBe(404)
  })

  test('a token of scope read sees, and adds nothing', async () => {
    const made = await upload(PNG)
    const { token } = await owner.api.createToken({ name: 'reader', scope: 'read' })
    const reader = new Somebody(world.origin, { authorization: `Bearer ${token}` })
    expect((await get(reader, made)).status).toBe(200)
    expect((await begin(reader, { ...made, id: newAttachmentId() }, PNG)).status).toBe(403)
  })
})
