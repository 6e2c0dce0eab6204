/** What `append` promises. */
import {
  type DocumentId,
  MAX_UPDATE_BYTES,
  newDocumentId,
  newUserId,
  toClientSeq,
  toEpoch,
  toSeq,
} from '@dure/protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlStore } from '../sql-store.ts'
import {
  bytesOf,
  committed,
  FIRST_EPOCH,
  newDocument,
  Pen,
  readAll,
  readRows,
  type StoreWorld,
  textsOf,
} from './store-world.ts'

export function appendContract(world: () => StoreWorld): void {
  describe('append', () => {
    let store: SqlStore
    beforeAll(async () => {
      store = await (await world().newPlace()).open()
    })
    afterAll(() => store.close())

    const log = async (id: DocumentId) => textsOf(await readAll(store, id))

    test('[DU2] numbers the updates of each document from 1 on without a gap, in batch order', async () => {
      const [one, two] = [await newDocument(store), await newDocument(store)]
      const [ann, ben, cho] = [new Pen(one), new Pen(one), new Pen(two)]
      expect(await store.log.append([ann.write('a'), cho.write('x'), ben.write('b'), ann.write('c')])).toEqual([
        committed(1),
        committed(1),
        committed(2),
        committed(3),
      ])
      expect(await store.log.append([cho.write('y'), ben.write('d')])).toEqual([committed(2), committed(4)])
      expect(await log(one)).toEqual([
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
        [4, 'd'],
      ])
      expect(await log(two)).toEqual([
        [1, 'x'],
        [2, 'y'],
      ])
      expect(await store.log.positions([one, two, newDocumentId()])).toEqual(
        new Map([
          [one, { epoch: 1, head: 4 }],
          [two, { epoch: 1, head: 2 }],
        ]),
      )
    })

    test('keeps who wrote a row, in which session, when, and under which number', async () => {
      const id = await newDocument(store)
      const pen = new Pen(id)
      const before = Date.now()
      await store.log.append([pen.write('a')])
      const [row] = await readRows(store, id, 0, 1)
      expect(row).toMatchObject({ userId: pen.userId, sessionId: pen.sessionId, clientSeq: 1 })
      // Both clocks are this machine's, but one may round down.
      expect(row?.at).toBeGreaterThanOrEqual(before - 1)
      expect(row?.at).toBeLessThanOrEqual(Date.now() + 1)
    })

    test('[DU1] what was acked is there when the store is opened again', async () => {
      const place = await world().newPlace()
      const first = await place.open()
      const id = await newDocument(first)
      const pen = new Pen(id)
      expect(await first.log.append(pen.writeMany(3))).toEqual([committed(1), committed(2), committed(3)])
      await first.close()
      const second = await place.open()
      expect(textsOf((await second.log.load(id))?.rows ?? [])).toEqual([
        [1, '1'],
        [2, '2'],
        [3, '3'],
      ])
      expect(await second.log.append([pen.write('4')])).toEqual([committed(4)])
      await second.close()
    })

    test('[DU3] answers a repeated update with duplicate and adds nothing, in the same batch and long after', async () => {
      const id = await newDocument(store)
      const pen = new Pen(id)
      const [first, second] = [pen.write('a'), pen.write('b')]
      expect(await store.log.append([first, first, second, first])).toEqual([
        committed(1),
        { kind: 'duplicate' },
        committed(2),
        { kind: 'duplicate' },
      ])
      expect(await store.log.append([first, second])).toEqual([{ kind: 'duplicate' }, { kind: 'duplicate' }])
      expect(await log(id)).toHaveLength(2)
    })

    test('[DU3] knows a duplicate after its row was folded into history', async () => {
      const id = await newDocument(store)
      const pen = new Pen(id)
      const requests = pen.writeMany(3)
      await store.log.append(requests)
      await store.log.saveSnapshot(id, FIRST_EPOCH, { seq: toSeq(3), bytes: bytesOf('s') })
      expect(await store.log.foldHistory(id, toSeq(3))).toBe(3)
      expect(await store.log.append([...requests, pen.write('4')])).toEqual([
        { kind: 'duplicate' },
        { kind: 'duplicate' },
        { kind: 'duplicate' },
        committed(4),
      ])
    })

    test('[DU3] keeps the sessions of a document, and the documents of a session, apart', async () => {
      const [one, two] = [await newDocument(store), await newDocument(store)]
      const pen = new Pen(one)
      const update = pen.write('a')
      const elsewhere = { ...update, documentId: two }
      expect(await store.log.append([update, elsewhere, new Pen(one, pen.userId).write('b')])).toEqual([
        committed(1),
        committed(1),
        committed(2),
      ])
      expect(await store.log.durableClientSeq(one, pen.sessionId, pen.userId)).toBe(1)
      expect(await store.log.durableClientSeq(one, new Pen(one).sessionId, pen.userId)).toBe(0)
    })

    test("[DU3] someone else under a session's id moves nothing of its owner's", async () => {
      const ann = new Pen(await newDocument(store))
      const ben = new Pen(ann.documentId)
      const stolen = (clientSeq: number) =>
        ben.write('ben', { sessionId: ann.sessionId, clientSeq: toClientSeq(clientSeq) })
      expect(await store.log.append([ann.write('a'), stolen(1000)])).toEqual([committed(1), committed(2)])
      expect(await store.log.append([ann.write('b'), stolen(1), stolen(1000), stolen(1001)])).toEqual([
        committed(3),
        { kind: 'duplicate' },
        { kind: 'duplicate' },
        committed(4),
      ])
      expect(await store.log.durableClientSeq(ann.documentId, ann.sessionId, ann.userId)).toBe(2)
      expect(await store.log.durableClientSeq(ann.documentId, ann.sessionId, ben.userId)).toBe(1001)
    })

    test('lets a session skip numbers, as refused updates do', async () => {
      const pen = new Pen(await newDocument(store))
      await store.log.append([pen.write('a')])
      expect(await store.log.append([pen.write('b', { clientSeq: toClientSeq(7) })])).toEqual([committed(2)])
      expect(await store.log.durableClientSeq(pen.documentId, pen.sessionId, pen.userId)).toBe(7)
    })

    test('[DU10] refuses another epoch and tells the right one, also for what it would else call a duplicate', async () => {
      const pen = new Pen(await newDocument(store))
      const first = pen.write('a')
      await store.log.append([first])
      const wrong = { kind: 'wrong-epoch', epoch: 1 }
      expect(await store.log.append([{ ...first, epoch: toEpoch(2) }, pen.write('b', { epoch: toEpoch(3) })])).toEqual([
        wrong,
        wrong,
      ])
      expect(await store.log.durableClientSeq(pen.documentId, pen.sessionId, pen.userId)).toBe(1)
    })

    test('[DU8] a refused request touches no other of its batch', async () => {
      const id = await newDocument(store)
      const [pen, stranger] = [new Pen(id), new Pen(newDocumentId())]
      expect(
        await store.log.append([
          stranger.write('?'),
          pen.write('a'),
          pen.write('?', { epoch: toEpoch(9), clientSeq: toClientSeq(9) }),
          new Pen(id, newUserId(), pen.yjsClientId).write('?'),
          pen.write('b', { clientSeq: toClientSeq(2) }),
        ]),
      ).toEqual([
        { kind: 'unknown-document' },
        committed(1),
        { kind: 'wrong-epoch', epoch: 1 },
        { kind: 'foreign-client', yjsClientId: pen.yjsClientId },
        committed(2),
      ])
    })

    test.each([
      [
        'a row where the next one belongs',
        async (id: DocumentId) => {
          const { userId, sessionId } = new Pen(id)
          await store.database
            .insertInto('log_row')
            .values({
              document_id: id,
              seq: toSeq(2),
              at: 0,
              user_id: userId,
              session_id: sessionId,
              client_seq: toClientSeq(1),
              bytes: bytesOf('?'),
            })
            .execute()
        },
      ],
      [
        'a head that is no number we know',
        async (id: DocumentId) => {
          await sql`update document set head = 9007199254740993 where id = ${id}`.execute(store.database)
        },
      ],
    ])('[DU8] a document that is damaged on the disk (%s) fails alone, and says so', async (_, damage) => {
      const [hurt, whole] = [new Pen(await newDocument(store)), new Pen(await newDocument(store))]
      await store.log.append([hurt.write('a')])
      await damage(hurt.documentId)
      const damaged = { kind: 'damaged', detail: expect.stringMatching(/./) }
      expect(
        await store.log.append([
          whole.write('1'),
          hurt.write('b'),
          whole.write('2'),
          hurt.write('c'),
          new Pen(newDocumentId()).write('?'),
        ]),
      ).toEqual([committed(1), damaged, committed(2), damaged, { kind: 'unknown-document' }])
      expect(await log(whole.documentId)).toEqual([
        [1, '1'],
        [2, '2'],
      ])
      expect(await store.log.append([hurt.write('d')])).toEqual([damaged])
      // Nothing of what was refused is left behind, and mended it takes updates again.
      await store.database
        .deleteFrom('log_row')
        .where('document_id', '=', hurt.documentId)
        .where('seq', '=', toSeq(2))
        .execute()
      await store.database
        .updateTable('document')
        .set({ head: toSeq(1) })
        .where('id', '=', hurt.documentId)
        .execute()
      expect(await store.log.append([hurt.write('e')])).toEqual([committed(2)])
      expect(await log(hurt.documentId)).toEqual([
        [1, 'a'],
        [2, 'e'],
      ])
    })

    test('[DU4] gives a Yjs client id to its first writer in the same transaction, and refuses it to all others', async () => {
      const id = await newDocument(store)
      const [ann, ben] = [newUserId(), newUserId()]
      const first = new Pen(id, ann, 77)
      expect(await store.log.append([first.write('a'), new Pen(id, ben, 77).write('b')])).toEqual([
        committed(1),
        { kind: 'foreign-client', yjsClientId: 77 },
      ])
      expect(await store.log.append([new Pen(id, ben, 77).write('c'), new Pen(id, ann, 77).write('d')])).toEqual([
        { kind: 'foreign-client', yjsClientId: 77 },
        committed(2),
      ])
      expect(await store.log.authors(id, [77, 78])).toEqual(new Map([[77, ann]]))
      // Another document is another matter.
      expect(await store.log.append([new Pen(await newDocument(store), ben, 77).write('e')])).toEqual([committed(1)])
    })

    test('[DU4] a refused update claims none of its client ids', async () => {
      const id = await newDocument(store)
      const [ann, ben] = [newUserId(), newUserId()]
      await store.log.append([new Pen(id, ann, 1).write('a')])
      expect(await store.log.append([new Pen(id, ben).write('b', { yjsClientIds: [2, 1, 3] })])).toEqual([
        { kind: 'foreign-client', yjsClientId: 1 },
      ])
      expect(await store.log.append([new Pen(id, ann).write('c', { yjsClientIds: [3, 2, 1, 2] })])).toEqual([
        committed(2),
      ])
      expect(await store.log.authors(id, [1, 2, 3])).toEqual(
        new Map([
          [1, ann],
          [2, ann],
          [3, ann],
        ]),
      )
    })

    test('takes Yjs client ids up to 2^53 - 1, updates without any, empty updates, and the largest', async () => {
      const pen = new Pen(await newDocument(store))
      const large = new Uint8Array(MAX_UPDATE_BYTES).map((_, index) => index * 31)
      const batch = [
        pen.write('a', { yjsClientIds: [Number.MAX_SAFE_INTEGER, 0] }),
        pen.write('', { yjsClientIds: [] }),
        pen.write('', { bytes: large }),
      ]
      expect(await store.log.append(batch)).toEqual([committed(1), committed(2), committed(3)])
      expect(await store.log.authors(pen.documentId, [Number.MAX_SAFE_INTEGER, 0])).toEqual(
        new Map([
          [Number.MAX_SAFE_INTEGER, pen.userId],
          [0, pen.userId],
        ]),
      )
      const rows = (await store.log.load(pen.documentId))?.rows ?? []
      expect(rows.map((row) => row.bytes.length)).toEqual([1, 0, large.length])
      expect(Buffer.compare(rows[2]?.bytes ?? new Uint8Array(), large)).toBe(0)
    })

    test('leaves the bytes with the caller, who sends them on', async () => {
      const pen = new Pen(await newDocument(store))
      const whole = bytesOf('before-update-after')
      const request = pen.write('', { bytes: whole.subarray(7, 13) })
      await store.log.append([request])
      // A transferred buffer would be empty here.
      expect(whole).toHaveLength(19)
      expect(await log(pen.documentId)).toEqual([[1, 'update']])
    })

    test('an empty batch is no work', async () => {
      expect(await store.log.append([])).toEqual([])
    })

    test('batches handed in together are committed in the order they came', async () => {
      const pen = new Pen(await newDocument(store))
      const outcomes = await Promise.all(pen.writeMany(50).map((request) => store.log.append([request])))
      expect(outcomes.flat().map((outcome) => outcome.kind)).toContain('committed')
      const rows = await log(pen.documentId)
      expect(rows.map(([seq]) => seq)).toEqual(rows.map((_, index) => index + 1))
      expect(outcomes.flat().filter((outcome) => outcome.kind === 'committed')).toHaveLength(rows.length)
    })
  })
}
