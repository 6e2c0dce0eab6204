/** What loading, snapshots, folding and quarantine promise. */
import { type DocumentId, MAX_UPDATE_BYTES, newDocumentId, toEpoch, toSeq } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MAX_SEGMENT_ROWS, MAX_SEGMENT_UPDATE_BYTES } from '../history-segment.ts'
import { MAX_LOAD_ROWS, MAX_READ_BYTES } from '../read-limits.ts'
import type { SqlStore } from '../sql-store.ts'
import { LogDamaged } from '../store.ts'
import {
  bytesOf,
  committed,
  FIRST_EPOCH,
  newDocument,
  Pen,
  readAll,
  readRows,
  type StoreWorld,
  textOf,
  textsOf,
} from './store-world.ts'

export function historyContract(world: () => StoreWorld): void {
  describe('history', () => {
    let store: SqlStore
    beforeAll(async () => {
      store = await (await world().newPlace()).open()
    })
    afterAll(() => store.close())

    /** A document of `count` updates, each its own number as text. */
    const written = async (count: number): Promise<Pen> => {
      const pen = new Pen(await newDocument(store))
      await store.log.append(pen.writeMany(count))
      return pen
    }
    const snapshotAt = (id: DocumentId, seq: number) =>
      store.log.saveSnapshot(id, FIRST_EPOCH, { seq: toSeq(seq), bytes: bytesOf(`snapshot ${seq}`) })
    const all = async (id: DocumentId) => textsOf(await readAll(store, id))
    const numbers = (from: number, through: number) =>
      Array.from({ length: through - from + 1 }, (_, index) => [from + index, String(from + index)])

    test('of an unknown document there is nothing', async () => {
      const id = newDocumentId()
      expect(await store.log.load(id)).toBeUndefined()
      expect(await store.log.readAfter(id, toSeq(0), 10)).toBeUndefined()
      expect(await snapshotAt(id, 0)).toBe(false)
      expect(await store.log.foldHistory(id, toSeq(5))).toBe(0)
      expect(await store.log.authors(id, [1])).toEqual(new Map())
    })

    test('a load is the snapshot and the rows after it', async () => {
      const { documentId: id } = await written(5)
      expect(await store.log.load(id)).toMatchObject({ epoch: 1, head: 5, snapshot: undefined, quarantined: [] })
      expect(await snapshotAt(id, 3)).toBe(true)
      const loaded = await store.log.load(id)
      expect(loaded?.snapshot?.seq).toBe(3)
      expect(textOf(loaded?.snapshot?.bytes ?? new Uint8Array())).toBe('snapshot 3')
      expect(textsOf(loaded?.rows ?? [])).toEqual(numbers(4, 5))
    })

    test('keeps a snapshot only if it is newer, of this epoch, and of a log that has come so far', async () => {
      const { documentId: id } = await written(5)
      expect(await snapshotAt(id, 6)).toBe(false)
      expect(await snapshotAt(id, 3)).toBe(true)
      expect(await snapshotAt(id, 3)).toBe(false)
      expect(await snapshotAt(id, 2)).toBe(false)
      expect(await store.log.saveSnapshot(id, toEpoch(2), { seq: toSeq(4), bytes: bytesOf('x') })).toBe(false)
      expect((await store.log.load(id))?.snapshot?.seq).toBe(3)
      expect(await snapshotAt(id, 5)).toBe(true)
      expect(await store.log.load(id)).toMatchObject({ snapshot: { seq: 5 }, rows: [] })
    })

    test('folds rows up to the snapshot and no further, and reads across what is folded and what is not', async () => {
      const pen = await written(10)
      const id = pen.documentId
      expect(await store.log.foldHistory(id, toSeq(10))).toBe(0)
      await snapshotAt(id, 6)
      expect(await store.log.foldHistory(id, toSeq(4))).toBe(4)
      expect(await store.log.foldHistory(id, toSeq(10))).toBe(2)
      expect(await store.log.foldHistory(id, toSeq(10))).toBe(0)
      expect(await all(id)).toEqual(numbers(1, 10))
      for (const after of [0, 1, 3, 4, 5, 6, 9, 10, 11]) {
        for (const limit of [1, 2, 4, 20]) {
          expect(textsOf(await readRows(store, id, after, limit)), `${limit} after ${after}`).toEqual(
            numbers(after + 1, Math.min(10, after + limit)),
          )
        }
      }
      expect(textsOf((await store.log.load(id))?.rows ?? [])).toEqual(numbers(7, 10))
    })

    test('folding loses no field of a row', async () => {
      const id = await newDocument(store)
      const pens = [new Pen(id), new Pen(id), new Pen(id)]
      await store.log.append(pens.flatMap((pen) => pen.writeMany(2)))
      await store.log.append(pens.map((pen) => pen.write('', { bytes: Uint8Array.of(0, 255, 128) })))
      const before = await readRows(store, id, 0, 100)
      await snapshotAt(id, 9)
      expect(await store.log.foldHistory(id, toSeq(9))).toBe(9)
      expect(await readRows(store, id, 0, 100)).toEqual(before)
    })

    test('a dropped snapshot makes the next load replay the whole history, segments first', async () => {
      const { documentId: id } = await written(6)
      await snapshotAt(id, 4)
      await store.log.foldHistory(id, toSeq(4))
      await store.log.dropSnapshot(id, toSeq(3))
      expect((await store.log.load(id))?.snapshot?.seq).toBe(4)
      await store.log.dropSnapshot(id, toSeq(4))
      const loaded = await store.log.load(id)
      expect(loaded?.snapshot).toBeUndefined()
      expect(textsOf(loaded?.rows ?? [])).toEqual(numbers(1, 6))
      // A repaired snapshot inside the folded run: only what follows it is the tail.
      await snapshotAt(id, 2)
      expect(textsOf((await store.log.load(id))?.rows ?? [])).toEqual(numbers(3, 6))
    })

    test('a long history is folded into several segments of bounded size', async () => {
      const count = MAX_SEGMENT_ROWS + 10
      const { documentId: id } = await written(count)
      await snapshotAt(id, count)
      expect(await store.log.foldHistory(id, toSeq(count))).toBe(count)
      expect(await segmentsOf(store, id)).toEqual([
        [1, MAX_SEGMENT_ROWS],
        [MAX_SEGMENT_ROWS + 1, count],
      ])
      expect(await all(id)).toEqual(numbers(1, count))
    })

    test('updates too large for one segment get one each', async () => {
      const pen = new Pen(await newDocument(store))
      const large = new Uint8Array(MAX_SEGMENT_UPDATE_BYTES + 1).fill(7)
      const half = large.subarray(0, MAX_SEGMENT_UPDATE_BYTES / 2)
      await store.log.append([large, half, half, half, large].map((bytes) => pen.write('', { bytes })))
      await snapshotAt(pen.documentId, 5)
      expect(await store.log.foldHistory(pen.documentId, toSeq(5))).toBe(5)
      expect(await segmentsOf(store, pen.documentId)).toEqual([
        [1, 1],
        [2, 3],
        [4, 4],
        [5, 5],
      ])
      const sizes = (await readRows(store, pen.documentId, 0, 9)).map((row) => row.bytes.length)
      expect(sizes).toEqual([large.length, half.length, half.length, half.length, large.length])
    })

    test('[DU7] one read brings so many bytes and no more, folded or not, and at least one row', async () => {
      const pen = new Pen(await newDocument(store))
      const id = pen.documentId
      const third = new Uint8Array(Math.ceil(MAX_READ_BYTES / 3))
      const whole = new Uint8Array(MAX_UPDATE_BYTES)
      // Ends of reads, counted by hand: 3 thirds are a byte or two too much, a whole and a third are far too much.
      const sizes = [third, third, third, whole, third, Uint8Array.of(1), whole, third]
      await store.log.append(sizes.slice(0, 4).map((bytes) => pen.write('', { bytes })))
      await store.log.append(sizes.slice(4).map((bytes) => pen.write('', { bytes })))
      const ends = [2, 3, 4, 6, 7, 8]
      const reads = async (): Promise<number[]> => {
        const found: number[] = []
        for (let after = 0; after < sizes.length; ) {
          const page = await store.log.readAfter(id, toSeq(after), 100)
          expect(page).toMatchObject({ epoch: 1, head: 8 })
          expect(page?.rows.map((row) => row.seq)).toEqual(numbers(after + 1, page?.through ?? 0).map(([seq]) => seq))
          after = page?.through ?? sizes.length
          found.push(after)
        }
        return found
      }
      expect(await reads()).toEqual(ends)
      expect(await store.log.load(id)).toMatchObject({ head: 8, through: 2 })
      await snapshotAt(id, 5)
      await store.log.foldHistory(id, toSeq(5))
      expect(await reads()).toEqual(ends)
      expect(await store.log.load(id)).toMatchObject({ head: 8, through: 7 })
    })

    test('[DU7] one load brings so many rows and no more', async () => {
      const { documentId: id } = await written(MAX_LOAD_ROWS + 5)
      expect((await store.log.load(id))?.rows).toHaveLength(MAX_LOAD_ROWS)
      expect(await store.log.load(id)).toMatchObject({ head: MAX_LOAD_ROWS + 5, through: MAX_LOAD_ROWS })
      await snapshotAt(id, 5)
      expect(await store.log.load(id)).toMatchObject({ through: MAX_LOAD_ROWS + 5 })
    })

    test('a read that ends among quarantined rows says how far it went', async () => {
      const { documentId: id } = await written(6)
      await store.log.quarantine(id, [toSeq(2), toSeq(3), toSeq(6)], 'does not decode')
      const read = async (after: number, limit: number) => {
        const page = await store.log.readAfter(id, toSeq(after), limit)
        return [page?.rows.map((row) => row.seq), page?.through]
      }
      expect(await read(0, 1)).toEqual([[1], 1])
      expect(await read(1, 1)).toEqual([[4], 4])
      expect(await read(4, 5)).toEqual([[5], 6])
      expect(await read(5, 1)).toEqual([[], 6])
      expect(await read(6, 1)).toEqual([[], 6])
    })

    test('[DU2] folds that meet pack each row once', async () => {
      const { documentId: id } = await written(40)
      await snapshotAt(id, 40)
      const packed = await Promise.all([10, 40, 40, 25].map((through) => store.log.foldHistory(id, toSeq(through))))
      await store.log.foldHistory(id, toSeq(40))
      expect(packed.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(40)
      expect(await all(id)).toEqual(numbers(1, 40))
    })

    test('[DU2] every load is one consistent picture while others append, save snapshots and fold', async () => {
      const pen = await written(1)
      const id = pen.documentId
      let done = false
      const writing = (async () => {
        for (let head = 1; head < 120; head += 4) {
          await store.log.append(pen.writeMany(4))
          await snapshotAt(id, head + 2)
          await store.log.foldHistory(id, toSeq(head))
        }
        done = true
      })()
      let loads = 0
      while (!done) {
        const loaded = await store.log.load(id)
        const from = (loaded?.snapshot?.seq ?? 0) + 1
        expect(textsOf(loaded?.rows ?? [])).toEqual(numbers(from, loaded?.head ?? 0))
        const read = textsOf(await readRows(store, id, 0, 1_000))
        expect(read).toEqual(numbers(1, read.length))
        expect(read.length).toBeGreaterThanOrEqual(loaded?.head ?? 0)
        loads += 1
      }
      await writing
      expect(loads).toBeGreaterThan(0)
    })

    test('leaves quarantined rows out of every read, folded or not, and says which they are', async () => {
      const { documentId: id } = await written(8)
      await store.log.quarantine(id, [toSeq(2), toSeq(7)], 'does not decode')
      await store.log.quarantine(id, [toSeq(7)], 'again')
      const good = numbers(1, 8).filter(([seq]) => seq !== 2 && seq !== 7)
      expect(await all(id)).toEqual(good)
      expect(await store.log.load(id)).toMatchObject({ head: 8, quarantined: [2, 7] })
      expect(textsOf(await readRows(store, id, 0, 2))).toEqual([good[0], good[1]])
      expect(textsOf(await readRows(store, id, 6, 1))).toEqual([[8, '8']])
      await snapshotAt(id, 3)
      await store.log.foldHistory(id, toSeq(3))
      expect(await all(id)).toEqual(good)
      expect(await store.log.load(id)).toMatchObject({ quarantined: [7] })
    })

    test('[DU8] a segment that cannot be unpacked is the misfortune of its document only', async () => {
      const [hurt, whole] = [await written(5), await written(5)]
      for (const { documentId: id } of [hurt, whole]) {
        await snapshotAt(id, 3)
        await store.log.foldHistory(id, toSeq(3))
      }
      const { bytes } = await store.database
        .selectFrom('segment')
        .select('bytes')
        .where('document_id', '=', hurt.documentId)
        .executeTakeFirstOrThrow()
      const damaged = bytes.slice()
      damaged.fill(0, damaged.length >> 1, (damaged.length >> 1) + 4)
      await store.database
        .updateTable('segment')
        .set({ bytes: damaged })
        .where('document_id', '=', hurt.documentId)
        .execute()
      const failure = await store.log.readAfter(hurt.documentId, toSeq(0), 5).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(LogDamaged)
      expect(String(failure)).toContain(`${hurt.documentId}: its history from 1 to 3`)
      // What needs no history goes on, and so does everyone else.
      expect(textsOf((await store.log.load(hurt.documentId))?.rows ?? [])).toEqual(numbers(4, 5))
      expect(await store.log.append([hurt.write('6')])).toEqual([committed(6)])
      expect(await all(whole.documentId)).toEqual(numbers(1, 5))
    })

    test('a row that is missing is reported, not skipped', async () => {
      const { documentId: id } = await written(5)
      await store.database.deleteFrom('log_row').where('document_id', '=', id).where('seq', '=', toSeq(3)).execute()
      await expect(store.log.load(id)).rejects.toThrow(`Document ${id}: row 3 of its history is not stored`)
      await expect(store.log.readAfter(id, toSeq(0), 10)).rejects.toThrow(LogDamaged)
      expect(textsOf(await readRows(store, id, 3, 10))).toEqual(numbers(4, 5))
    })
  })
}

async function segmentsOf(store: SqlStore, id: DocumentId): Promise<readonly (readonly [number, number])[]> {
  const rows = await store.database
    .selectFrom('segment')
    .select(['from_seq', 'through_seq'])
    .where('document_id', '=', id)
    .orderBy('from_seq')
    .execute()
  return rows.map((row) => [row.from_seq, row.through_seq] as const)
}
