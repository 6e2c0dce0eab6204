import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { API_ROUTES, PART_BYTES } from '@dure/api'
import { newAttachmentId, UPLOAD_KEY_HEADER } from '@dure/protocol'
import { until } from '@dure/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_PARTS_IN_FLIGHT_PER_ADDRESS } from './limits.ts'
import { DEADLINE_MS } from './testing/deadline.ts'
import {
  bytesOf,
  type FailingBlobs,
  filesOf,
  KEY,
  kindOf,
  PNG,
  SVG,
  startWithFiles,
  type Upload,
  wantedFor,
} from './testing/files.ts'
import { Somebody } from './testing/somebody.ts'
import type { World } from './testing/world.ts'

const SETTINGS = { DURE_MAX_ATTACHMENT_MB: '20', DURE_MAX_ATTACHMENTS: '4', DURE_MAX_DOCUMENT_MB: '30' }
const MB = 1024 * 1024

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
