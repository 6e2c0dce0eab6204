/** Files in documents over HTTP: in by parts, out with the document's rights, and whatever hostile people may send. */
import { createHash } from 'node:crypto'
import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { API_ROUTES, PART_BYTES } from '@dure/api'
import {
  type DocumentId,
  newAttachmentId,
  newDocumentId,
  parseDocumentId,
  ROLES,
  UPLOAD_KEY_HEADER,
} from '@dure/protocol'
import { until } from '@dure/testkit'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type BlobStore, StorageFull } from './attachments/blob-store.ts'
import { DirectoryBlobStore } from './attachments/directory-blob-store.ts'
import { AttachmentSweep } from './attachments/sweep.ts'
import { MAX_PARTS_IN_FLIGHT_PER_ADDRESS, ORPHAN_BLOB_MS, UNFINISHED_UPLOAD_MS } from './limits.ts'
import { createLogger } from './observability/logger.ts'
import { DEADLINE_MS } from './testing/deadline.ts'
import { Somebody } from './testing/somebody.ts'
import { World } from './testing/world.ts'

const MB = 1024 * 1024
const KEY = 'k'.repeat(30)
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 1)])
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>')
/** Of three parts, the last one short. */
const LARGE = Buffer.alloc(2 * PART_BYTES + 1000)
for (let at = 0; at < LARGE.length; at += 4) LARGE.writeUInt32LE((at * 2654435761) % 2 ** 32, at)

let world: World
let owner: Somebody
let blobs: FailingBlobs
let people = 0

/** A directory in which there may be no more room. */
class FailingBlobs implements BlobStore {
  readonly #inner: BlobStore
  full = false
  /** What happens while something is being removed. */
  removing: (() => Promise<void>) | undefined
  readonly spoolDirectory: string
  constructor(inner: BlobStore) {
    this.#inner = inner
    this.spoolDirectory = inner.spoolDirectory
  }
  async putPart(...given: Parameters<BlobStore['putPart']>): Promise<void> {
    if (this.full) throw new StorageFull('no room')
    await this.#inner.putPart(...given)
  }
  readPart = (...given: Parameters<BlobStore['readPart']>) => this.#inner.readPart(...given)
  async remove(...given: Parameters<BlobStore['remove']>): Promise<void> {
    await this.removing?.()
    await this.#inner.remove(...given)
  }
  list = () => this.#inner.list()
  clearSpool = (...given: Parameters<BlobStore['clearSpool']>) => this.#inner.clearSpool(...given)
}

beforeAll(async () => {
  const settings = { DURE_MAX_ATTACHMENT_MB: '20', DURE_MAX_ATTACHMENTS: '4', DURE_MAX_DOCUMENT_MB: '30' }
  world = await World.start(settings, {
    openBlobs: async ({ attachments }) => {
      if (attachments.kind !== 'directory') throw new Error('expected a directory')
      blobs = new FailingBlobs(await DirectoryBlobStore.open(attachments.directory))
      return blobs
    },
  })
  owner = new Somebody(world.origin, await world.owner())
})
afterAll(() => world.close())
afterEach(() => {
  blobs.full = false
})

async function document(reach: 'restricted' | 'link' = 'restricted'): Promise<DocumentId> {
  const made = await owner.api.createDocument({ generalAccess: { reach, role: 'editor' } })
  const id = parseDocumentId(made.id)
  if (!id) throw new Error('no id')
  return id
}

const newcomer = async (role: 'member' | 'guest' = 'guest'): Promise<{ who: Somebody; email: string; id: string }> => {
  people += 1
  const who = new Somebody(world.origin, await world.join(`File ${'abcdefghijklmnopqrstuvwxyz'.charAt(people)}`, role))
  const { person } = await who.api.getSession()
  return { who, email: person?.email ?? '', id: person?.id ?? '' }
}

interface Upload {
  readonly document: DocumentId
  readonly id: string
  readonly key?: string
}
const wantedFor = (bytes: Buffer, more: object = {}): object => ({
  name: 'picture.png',
  size: bytes.length,
  kind: 'file',
  key: KEY,
  ...more,
})
const begin = (who: Somebody, { document: id, id: attachment }: Upload, bytes: Buffer, more?: object) =>
  who.ask('PUT', API_ROUTES.attachment(id, attachment), wantedFor(bytes, more))
const put = (who: Somebody, upload: Upload, number: number, bytes: Uint8Array<ArrayBuffer>, key = upload.key ?? KEY) =>
  fetch(world.origin + API_ROUTES.attachmentPart(upload.document, upload.id, String(number)), {
    method: 'PUT',
    headers: { ...who.headers, [UPLOAD_KEY_HEADER]: key },
    body: bytes,
  })
const complete = (who: Somebody, { document: id, id: attachment, key }: Upload) =>
  who.ask('POST', API_ROUTES.attachmentComplete(id, attachment), undefined, { [UPLOAD_KEY_HEADER]: key ?? KEY })
const get = (who: Somebody, { document: id, id: attachment }: Upload, headers = {}) =>
  who.ask('GET', API_ROUTES.attachment(id, attachment), undefined, headers)
const partsOf = (bytes: Buffer): readonly Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, number) =>
    Uint8Array.from(bytes.subarray(number * PART_BYTES, (number + 1) * PART_BYTES)),
  )

async function upload(bytes: Buffer, more?: object, into?: DocumentId, who = owner): Promise<Upload> {
  const made = { document: into ?? (await document()), id: newAttachmentId() }
  expect((await begin(who, made, bytes, more)).status).toBe(200)
  for (const [number, part] of partsOf(bytes).entries()) expect((await put(who, made, number, part)).status).toBe(204)
  expect((await complete(who, made)).status).toBe(200)
  return made
}

const kindOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { type: string }).type.replace('/problems/', '')
const bytesOf = async (response: Response): Promise<Buffer> => Buffer.from(await response.arrayBuffer())

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

describe('what hostile people send', () => {
  test('an SVG is drawn in a picture and is no page; a page is bytes to be saved', async () => {
    const picture = await get(owner, await upload(SVG, { kind: 'image', name: 'x.html' }))
    expect(picture.headers.get('content-type')).toBe('image/svg+xml')
    expect(picture.headers.get('content-disposition')).toMatch(/^attachment; filename="x.html"/)
    expect(picture.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    const page = await get(
      owner,
      await upload(Buffer.from('<!doctype html><script>alert(1)</script>'), { name: 'x.png' }),
    )
    expect(page.headers.get('content-type')).toBe('application/octet-stream')
    expect(page.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('a file that is no picture is refused as one at its first part, whatever it is called', async () => {
    const polyglot = Buffer.concat([Buffer.from('<html>'), PNG])
    for (const [kind, bytes] of [
      ['image', polyglot],
      ['image', Buffer.from('%PDF-1.7')],
      ['video', PNG],
    ] as const) {
      const made = { document: await document(), id: newAttachmentId() }
      await begin(owner, made, bytes, { kind })
      const refused = await put(owner, made, 0, Uint8Array.from(bytes))
      expect([refused.status, await kindOf(refused)]).toEqual([415, 'wrong-type'])
      expect((await complete(owner, made)).status).toBe(409)
    }
    expect(await readdir(blobs.spoolDirectory)).toEqual([])
  })

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['C:\\windows\\x.exe', 'x.exe'],
    ['a\u202egnp.exe\u0000\r\nset-cookie: x', 'a gnp.exe set-cookie x'],
    ['..', 'file'],
    [`${'x'.repeat(500)}.png`, `${'x'.repeat(196)}.png`],
  ])('the name %j becomes %j, and is part of no path', async (name, shown) => {
    const made = await upload(PNG, { name })
    const names = await readdir(world.directory, { recursive: true })
    expect(names.filter((each) => each.includes('passwd') || each.endsWith('.exe') || each.endsWith('.png'))).toEqual(
      [],
    )
    const { headers } = await get(owner, made)
    expect(headers.get('content-disposition')).toContain(`filename*=UTF-8''${encodeURIComponent(shown)}`)
    expect(headers.get('set-cookie')).toBeNull()
  })

  test.each(['..%2f..%2fsecret', '%2e%2e', 'short', `${'a'.repeat(21)}%00`, 'a'.repeat(5000)])(
    'the id %s names nothing',
    async (id) => {
      const path = `/api/documents/${await document()}/attachments/${id}`
      for (const method of ['GET', 'PUT']) {
        const response = await owner.ask(method, path, method === 'PUT' ? wantedFor(PNG) : undefined)
        expect(response.status).toBe(404)
      }
    },
  )

  test('an upload of somebody else is nobody’s to change without its key', async () => {
    const { who, email } = await newcomer()
    const made = { document: await document(), id: newAttachmentId() }
    await owner.api.share(made.document, { email, role: 'editor' })
    await begin(owner, made, PNG)
    const evil = Uint8Array.from(PNG).fill(66)
    const wrongKey = 'x'.repeat(30)
    const taken = await begin(who, made, PNG, { key: wrongKey })
    expect([taken.status, await kindOf(taken)]).toEqual([409, 'id-taken'])
    for (const key of [wrongKey, '']) {
      expect((await put(who, made, 0, evil, key)).status).toBe(404)
      expect((await complete(who, { ...made, key })).status).toBe(404)
      const path = API_ROUTES.attachment(made.document, made.id)
      expect((await who.ask('DELETE', path, undefined, { [UPLOAD_KEY_HEADER]: key })).status).toBe(404)
    }
    await put(owner, made, 0, Uint8Array.from(PNG))
    // What is there is there: even its own sender does not change it.
    expect((await put(owner, made, 0, evil)).status).toBe(409)
    await complete(owner, made)
    expect((await put(owner, made, 0, evil)).status).toBe(204)
    expect((await bytesOf(await get(owner, made))).equals(PNG)).toBe(true)
  })

  test('too large, too many, and too much in all are refused before a byte is sent', async () => {
    const id = await document()
    const said = async (size: number): Promise<readonly [number, string]> => {
      const response = await begin(owner, { document: id, id: newAttachmentId() }, PNG, { size })
      return [response.status, response.status === 200 ? '' : await kindOf(response)]
    }
    expect(await said(20 * MB + 1)).toEqual([413, 'file-too-large'])
    for (const size of [0, -1, 1.5, 2 ** 60]) expect((await said(size))[0]).toBe(400)
    expect(await said(20 * MB)).toEqual([200, ''])
    expect(await said(20 * MB)).toEqual([409, 'document-full'])
    for (const _ of [1, 2, 3]) expect(await said(1)).toEqual([200, ''])
    expect(await said(1)).toEqual([409, 'too-many-files'])
    const limits = { maxBytes: 20 * MB, maxCount: 4, maxTotalBytes: 30 * MB, count: 4, totalBytes: 20 * MB + 3 }
    expect(await (await owner.ask('GET', API_ROUTES.attachments(id))).json()).toEqual(limits)
  })

  /** A request whose length is none of `fetch`'s. */
  const raw = (
    made: Upload,
    headers: Record<string, string>,
    chunks: readonly Buffer[],
    then: 'end' | 'wait' | 'cut' = 'end',
  ) =>
    until<{ status: number | undefined }>('an answer', DEADLINE_MS, (done) => {
      const path = API_ROUTES.attachmentPart(made.document, made.id, '0')
      const sent = request(
        world.origin + path,
        { method: 'PUT', headers: { ...owner.headers, [UPLOAD_KEY_HEADER]: KEY, ...headers } },
        (response) => {
          response.resume()
          done({ status: response.statusCode })
        },
      )
      sent.on('error', () => done({ status: undefined }))
      for (const chunk of chunks) sent.write(chunk)
      if (then === 'cut') setImmediate(() => sent.destroy())
      else if (then === 'end') sent.end()
      return () => sent.destroy()
    })

  test('a length that lies brings nothing in, and leaves nothing behind', async () => {
    const made = { document: await document(), id: newAttachmentId() }
    await begin(owner, made, PNG)
    expect(await raw(made, { 'content-length': String(MB) }, [PNG], 'wait')).toEqual({ status: 400 })
    expect(await raw(made, { 'content-length': String(PART_BYTES + 1) }, [PNG], 'wait')).toEqual({ status: 413 })
    const chunked = { 'transfer-encoding': 'chunked' }
    expect(await raw(made, chunked, [PNG, Buffer.alloc(64 * 1024)])).toEqual({ status: 400 })
    expect(await raw(made, chunked, [PNG.subarray(0, 10)])).toEqual({ status: 400 })
    // One that ends in the middle.
    await raw(made, { 'content-length': String(PNG.length) }, [PNG.subarray(0, 10)], 'cut')
    expect(await raw(made, chunked, [PNG])).toEqual({ status: 204 })
    await expect.poll(() => readdir(blobs.spoolDirectory)).toEqual([])
    for (const number of ['1', '-1', '1e3', '99999999999', 'x']) {
      const path = `/api/documents/${made.document}/attachments/${made.id}/parts/${number}`
      const answer = await owner.ask('PUT', path, undefined, { [UPLOAD_KEY_HEADER]: KEY })
      expect([number, answer.status]).toEqual([number, 404])
    }
  })

  test('slow uploads of one address leave room for others to be told', async () => {
    const made = { document: await document(), id: newAttachmentId() }
    await begin(owner, made, PNG)
    const path = API_ROUTES.attachmentPart(made.document, made.id, '0')
    const headers = { ...owner.headers, [UPLOAD_KEY_HEADER]: KEY, 'transfer-encoding': 'chunked' }
    const slow = Array.from({ length: MAX_PARTS_IN_FLIGHT_PER_ADDRESS }, () =>
      request(world.origin + path, { method: 'PUT', headers, agent: false }).on('error', () => undefined),
    )
    for (const each of slow) each.write(PNG.subarray(0, 1))
    await expect.poll(() => readdir(blobs.spoolDirectory)).toHaveLength(MAX_PARTS_IN_FLIGHT_PER_ADDRESS)
    const answer = await put(owner, made, 0, Uint8Array.from(PNG))
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await get(owner, made)).status).toBe(404)
    for (const each of slow) each.destroy()
    // Nothing of them stays.
    await expect.poll(() => readdir(blobs.spoolDirectory)).toEqual([])
    expect((await put(owner, made, 0, Uint8Array.from(PNG))).status).toBe(204)
  })

  test('where the disk is full it says so, and goes on when there is room', async () => {
    const made = { document: await document(), id: newAttachmentId() }
    await begin(owner, made, PNG)
    blobs.full = true
    const refused = await put(owner, made, 0, Uint8Array.from(PNG))
    expect([refused.status, await kindOf(refused)]).toEqual([507, 'storage-full'])
    expect(await readdir(blobs.spoolDirectory)).toEqual([])
    blobs.full = false
    expect((await put(owner, made, 0, Uint8Array.from(PNG))).status).toBe(204)
    expect((await complete(owner, made)).status).toBe(200)
  })
})

describe('what nobody asks for any more', () => {
  const sweep = (): AttachmentSweep => {
    const { database } = world.store
    return new AttachmentSweep(database, blobs, world.clock, createLogger('silent', {}))
  }
  const count = async (): Promise<number> => {
    const named = new Set<string>()
    for await (const { blob } of blobs.list()) named.add(blob)
    return named.size
  }

  test('goes: files of documents that are gone, old uploads, blobs without a row; and nothing else', async () => {
    const { database } = world.store
    const [kept, gone] = [await upload(PNG), await upload(PNG)]
    const young = { document: await document(), id: newAttachmentId() }
    const old = { document: await document(), id: newAttachmentId() }
    for (const made of [young, old]) {
      await begin(owner, made, LARGE)
      await put(owner, made, 0, partsOf(LARGE)[0] ?? new Uint8Array())
    }
    await sweep().runThrough()
    const before = await count()
    await database.deleteFrom('log_row').where('document_id', '=', gone.document).execute()
    await database.deleteFrom('document').where('id', '=', gone.document).execute()
    await database
      .updateTable('attachment')
      .set({ changed_at: Date.now() - UNFINISHED_UPLOAD_MS - 1 })
      .where('id', '=', old.id)
      .execute()
    const orphan = newAttachmentId()
    await writeFile(join(blobs.spoolDirectory, 'x'), 'x')
    const digest = createHash('sha256').update('x').digest('hex')
    await blobs.putPart({ blob: orphan, number: 0, digest }, join(blobs.spoolDirectory, 'x'))
    const aged = (Date.now() - ORPHAN_BLOB_MS) / 1000 - 10
    await utimes(join(world.directory, 'attachments/blobs', orphan.slice(0, 2), orphan), aged, aged)
    await sweep().runThrough()
    expect(await count()).toBe(before - 2)
    expect((await get(owner, kept)).status).toBe(200)
    expect(await (await begin(owner, young, LARGE)).json()).toMatchObject({ received: [0] })
    expect(await (await begin(owner, old, LARGE)).json()).toMatchObject({ received: [] })
  })

  test('an upload that somebody goes on with while another is being removed stays', async () => {
    const { database } = world.store
    const at = await document()
    const uploads = [newAttachmentId(), newAttachmentId()].map((id) => ({ document: at, id }))
    for (const each of uploads) {
      await begin(owner, each, PNG)
      await put(owner, each, 0, Uint8Array.from(PNG))
    }
    const theirs = database.selectFrom('attachment').select('id').where('document_id', '=', at)
    const long = Date.now() - UNFINISHED_UPLOAD_MS - 1
    await database.updateTable('attachment').set({ changed_at: long }).where('document_id', '=', at).execute()
    blobs.removing = async () => {
      blobs.removing = undefined
      const { id } = await theirs.executeTakeFirstOrThrow()
      expect((await complete(owner, { document: at, id })).status).toBe(200)
    }
    await sweep().run()
    const [kept] = await theirs.execute()
    expect((await bytesOf(await get(owner, { document: at, id: kept?.id ?? '' }))).equals(PNG)).toBe(true)
  })

  test('a copy of a document has its files, under the same ids, and keeps them when the original is gone', async () => {
    const { database } = world.store
    const original = await upload(PNG, { kind: 'image' })
    const made = parseDocumentId((await owner.api.copyDocument(original.document)).id)
    if (!made) throw new Error('no id')
    const copy = { ...original, document: made }
    expect((await bytesOf(await get(owner, copy))).equals(PNG)).toBe(true)
    await database.deleteFrom('log_row').where('document_id', '=', original.document).execute()
    await database.deleteFrom('document').where('id', '=', original.document).execute()
    await sweep().runThrough()
    expect((await get(owner, original)).status).toBe(404)
    expect((await bytesOf(await get(owner, copy))).equals(PNG)).toBe(true)
  })

  test('bytes that are missing on the disk are told, and are no empty file', async () => {
    const made = await upload(PNG)
    await rm(join(world.directory, 'attachments/blobs'), { recursive: true })
    const missing = await get(owner, made)
    expect([missing.status, await kindOf(missing)]).toEqual([404, 'missing-attachment'])
  })
})
