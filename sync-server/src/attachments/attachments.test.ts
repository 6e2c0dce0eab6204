/** Reading files of documents, where no request shows it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PART_BYTES } from '@dure/api'
import { newAttachmentId, newDocumentId } from '@dure/protocol'
import { openSqliteStore } from '@dure/store'
import { until } from '@dure/testkit'
import { expect, test } from 'vitest'
import { DEADLINE_MS } from '../testing/deadline.ts'
import { Attachments } from './attachments.ts'
import type { BlobStore } from './blob-store.ts'
import { DirectoryBlobStore } from './directory-blob-store.ts'

test('[DU7] who goes away before anything was read leaves no file open', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'dure-attachments-'))
  const store = await openSqliteStore({ directory })
  try {
    const blobs = await DirectoryBlobStore.open(join(directory, 'attachments'))
    const blob = newAttachmentId()
    for (const number of [0, 1]) {
      const path = join(blobs.spoolDirectory, String(number))
      await writeFile(path, Buffer.alloc(number === 0 ? PART_BYTES : 1))
      await blobs.putPart({ blob, number, digest: 'd' }, path)
      const part = { blob, number, size: number === 0 ? PART_BYTES : 1, digest: 'd', type: null }
      await store.database.insertInto('attachment_part').values(part).execute()
    }
    const opened: Awaited<ReturnType<BlobStore['readPart']>>[] = []
    const readPart: BlobStore['readPart'] = async (...given) => {
      const stream = await blobs.readPart(...given)
      opened.push(stream)
      return stream
    }
    const attachments = new Attachments(store.database, Object.assign(Object.create(blobs) as BlobStore, { readPart }))
    const file = { documentId: newDocumentId(), id: newAttachmentId(), blob, name: 'x', type: 'x', digest: 'x' }
    const all = await attachments.read({ ...file, size: PART_BYTES + 1 }, { start: 0, end: PART_BYTES })
    all.destroy()
    await until<void>('the first part is closed', DEADLINE_MS, (done) => {
      opened[0]?.once('close', () => done())
      if (opened[0]?.closed) done()
      return () => undefined
    })
    expect(opened.map(({ destroyed }) => destroyed)).toEqual([true])
  } finally {
    await store.close()
    await rm(directory, { recursive: true, force: true })
  }
})
