/** What of files in documents is removed when nobody will ask for it any more, and what stays. */
import { createHash } from 'node:crypto'
import { rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newAttachmentId, parseDocumentId } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AttachmentSweep } from './attachments/sweep.ts'
import { ORPHAN_BLOB_MS, UNFINISHED_UPLOAD_MS } from './limits.ts'
import { createLogger } from './observability/logger.ts'
import { bytesOf, type FailingBlobs, filesOf, kindOf, LARGE, PNG, partsOf, startWithFiles } from './testing/files.ts'
import { Somebody } from './testing/somebody.ts'
import type { World } from './testing/world.ts'

let world: World
let owner: Somebody
let blobs: FailingBlobs
beforeAll(async () => {
  ;({ world, blobs } = await startWithFiles())
  owner = new Somebody(world.origin, await world.owner())
})
afterAll(() => world.close())

const { document, begin, put, complete, get, upload } = filesOf(
  () => world,
  () => owner,
)

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
