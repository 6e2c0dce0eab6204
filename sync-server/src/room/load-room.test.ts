/** A log that takes several reads to load: the room that comes of it is the one that a single read would have made. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DocumentId, newDocumentId, newSessionId, toClientSeq, toEpoch, toSeq } from '@dure/protocol'
import { type LogPage, openSqliteStore, type SqlStore, type UpdateLog } from '@dure/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyUpdate, Doc, encodeStateVector } from 'yjs'
import { GUEST_USER_ID } from '../auth/identity.ts'
import { createLogger } from '../observability/logger.ts'
import { DocumentWorkers } from '../projection/document-workers.ts'
import { LogWatch } from '../testing/log-watch.ts'
import { gc, update } from '../testing/updates.ts'
import { loadRoom } from './load-room.ts'
import type { RoomStart } from './room.ts'

let directory: string
let store: SqlStore
const workers = new DocumentWorkers(1)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dure-load-'))
  store = await openSqliteStore({ directory })
})
afterAll(async () => {
  await workers.close()
  await store.close()
  await rm(directory, { recursive: true })
})

/** As if the store's bounds were so low: each read ends after `most` rows. */
function shortReads(most: number): UpdateLog & { reads: number } {
  const short = <Page extends LogPage>(page: Page | undefined): Page | undefined => {
    log.reads += 1
    if (!page || page.rows.length <= most) return page
    const rows = page.rows.slice(0, most)
    return { ...page, rows, through: rows.at(-1)?.seq ?? page.through }
  }
  const log = {
    ...store.log,
    reads: 0,
    load: async (id: DocumentId) => short(await store.log.load(id)),
    readAfter: async (...ask: Parameters<UpdateLog['readAfter']>) => short(await store.log.readAfter(...ask)),
  }
  return log
}

async function written(updates: readonly Uint8Array[]): Promise<DocumentId> {
  const { id } = await store.documents.create({ id: newDocumentId(), createdBy: GUEST_USER_ID })
  const sessionId = newSessionId()
  await store.log.append(
    updates.map((bytes, at) => ({
      documentId: id,
      epoch: toEpoch(1),
      sessionId,
      clientSeq: toClientSeq(at + 1),
      userId: GUEST_USER_ID,
      yjsClientIds: [],
      bytes,
    })),
  )
  return id
}

/** A text of `count` words, one update each. */
function words(count: number): Uint8Array[] {
  const doc = new Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes))
  for (let word = 1; word <= count; word += 1) doc.getText('text').insert(doc.getText('text').length, `${word} `)
  return updates
}

const logger = (watch = new LogWatch()) => createLogger('debug', {}, watch)

function docOf(start: RoomStart | undefined): Doc {
  const doc = new Doc()
  if (!start) return doc
  applyUpdate(doc, start.window.base)
  for (const { bytes } of start.window.rows) applyUpdate(doc, bytes)
  return doc
}
const textOf = (start: RoomStart | undefined): string => docOf(start).getText('text').toString()

test('[DU7] is folded read by read, the last read is its tail, and the next load begins where the folding ended', async () => {
  const updates = words(50)
  const id = await written(updates)
  const log = shortReads(7)
  const start = await loadRoom(id, log, workers, logger())
  expect(textOf(start)).toBe(textOf(await loadRoom(id, store.log, workers, logger())))
  expect(start).toMatchObject({ head: 50, epoch: 1, window: { baseSeq: 49 } })
  expect(start?.window.rows.map((row) => row.seq)).toEqual([50])
  expect(encodeStateVector(docOf(start))).toEqual(encodeStateVector(new Map(start?.known.clocks())))
  expect(log.reads).toBe(8)
  log.reads = 0
  expect(textOf(await loadRoom(id, log, workers, logger()))).toBe(textOf(start))
  expect(log.reads).toBe(1)
})

test('[DU4] rows that do not decode or do not integrate are set aside in whichever read they come', async () => {
  const updates = words(20)
  updates.splice(3, 0, Uint8Array.of(9, 9, 9))
  updates.splice(10, 0, update([{ client: 77, clock: 5, structs: [gc(1)] }]))
  const id = await written(updates)
  const watch = new LogWatch()
  const start = await loadRoom(id, shortReads(4), workers, logger(watch))
  expect(textOf(start)).toBe(
    words(20)
      .map((_, at) => `${at + 1} `)
      .join(''),
  )
  expect(start?.known.nextClock(77)).toBe(0)
  const lines = await watch.said('rows of the log are corrupt and set aside', 2)
  expect(lines.map(({ seqs, reason }) => [seqs, reason])).toEqual([
    [[4], 'does not decode'],
    [[11], 'does not integrate'],
  ])
})

test('[DU10] a log that is replaced between two reads is read anew', async () => {
  const id = await written(words(9))
  const log = shortReads(4)
  let replaced = false
  const start = await loadRoom(
    id,
    {
      ...log,
      readAfter: async (...ask) => {
        if (!replaced)
          await store.database
            .updateTable('document')
            .set({ epoch: toEpoch(2) })
            .where('id', '=', id)
            .execute()
        replaced = true
        return log.readAfter(...ask)
      },
    },
    workers,
    logger(),
  )
  expect(start).toMatchObject({ epoch: 2, head: toSeq(9) })
  expect(textOf(start)).toBe('1 2 3 4 5 6 7 8 9 ')
})

test('a document that is gone between two reads is unknown', async () => {
  const id = await written(words(9))
  expect(await loadRoom(id, { ...shortReads(4), readAfter: async () => undefined }, workers, logger())).toBeUndefined()
})
