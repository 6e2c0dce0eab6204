/** What replacing, renewing and removing promise. */
import { newDocumentId, newUserId, toSeq } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlStore } from '../sql-store.ts'
import { bytesOf, committed, FIRST_EPOCH, newDocument, Pen, readAll, type StoreWorld, textsOf } from './store-world.ts'

export function lineageContract(world: () => StoreWorld): void {
  describe('lineage', () => {
    let store: SqlStore
    beforeAll(async () => {
      store = await (await world().newPlace()).open()
    })
    afterAll(() => store.close())

    /** A document with all that belongs to one: rows folded and not, a snapshot, a quarantined row, two authors. */
    const lived = async (): Promise<Pen> => {
      const pen = new Pen(await newDocument(store))
      await store.log.append([...pen.writeMany(5), new Pen(pen.documentId).write('other')])
      await store.log.saveSnapshot(pen.documentId, FIRST_EPOCH, { seq: toSeq(3), bytes: bytesOf('snapshot') })
      await store.log.foldHistory(pen.documentId, toSeq(3))
      await store.log.quarantine(pen.documentId, [toSeq(5)], 'does not decode')
      return pen
    }
    const content = (text: string) => ({ userId: newUserId(), bytes: bytesOf(text) })

    test('[DU10] a replaced log is another lineage, of which the former knows nothing', async () => {
      const pen = await lived()
      const id = pen.documentId
      const other = await lived()
      const position = await store.lineage.replace(id, FIRST_EPOCH, content('new'))
      expect(position?.head).toBe(1)
      const epoch = position?.epoch ?? FIRST_EPOCH
      expect(epoch).toBeGreaterThan(1)
      const loaded = await store.log.load(id)
      expect(loaded).toMatchObject({ epoch, head: 1, through: 1, snapshot: undefined, quarantined: [] })
      expect(textsOf(loaded?.rows ?? [])).toEqual([[1, 'new']])
      // Those of the former lineage are told, and change nothing.
      const wrong = { kind: 'wrong-epoch', epoch }
      expect(await store.log.append([pen.write('late')])).toEqual([wrong])
      expect(await store.log.saveSnapshot(id, FIRST_EPOCH, { seq: toSeq(1), bytes: bytesOf('late') })).toBe(false)
      expect(await store.log.foldHistory(id, toSeq(6))).toBe(0)
      expect(await store.log.durableClientSeq(id, pen.sessionId, pen.userId)).toBe(0)
      // The new one goes on like any other, and an id stays whose it was.
      expect(await store.log.append([new Pen(id, pen.userId).write('next', { epoch })])).toEqual([committed(2)])
      expect(await store.log.append([new Pen(id, newUserId(), pen.yjsClientId).write('?', { epoch })])).toEqual([
        { kind: 'foreign-client', yjsClientId: pen.yjsClientId },
      ])
      expect(await store.log.load(other.documentId)).toMatchObject({ epoch: 1, head: 6 })
    })

    test('[DU10] whoever replaces what was replaced meanwhile replaces nothing', async () => {
      const { documentId: id } = await lived()
      const outcomes = await Promise.all(
        ['a', 'b'].map((text) => store.lineage.replace(id, FIRST_EPOCH, content(text))),
      )
      expect(outcomes.filter((outcome) => outcome !== undefined)).toHaveLength(1)
      expect(await store.lineage.replace(id, FIRST_EPOCH, content('c'))).toBeUndefined()
      expect(await store.lineage.replace(newDocumentId(), FIRST_EPOCH, content('d'))).toBeUndefined()
      expect(await readAll(store, id)).toHaveLength(1)
    })

    test('[DU10] no epoch comes twice, however often a log is replaced', async () => {
      const { documentId: id } = await lived()
      const epochs = [FIRST_EPOCH]
      for (let round = 0; round < 5; round += 1) {
        const position = await store.lineage.replace(id, epochs.at(-1) ?? FIRST_EPOCH, content(String(round)))
        if (position) epochs.push(position.epoch)
      }
      expect(epochs).toHaveLength(6)
      expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b))
    })

    test('[DU1] [DU10] an append that meets the replacement is committed before it or refused after it', async () => {
      const pen = new Pen(await newDocument(store))
      // Of as many sessions: on several connections they commit in any order.
      const others = Array.from({ length: 30 }, () => new Pen(pen.documentId))
      const appending = Promise.all(others.map((other) => store.log.append([other.write('old')])))
      const replaced = await store.lineage.replace(pen.documentId, FIRST_EPOCH, content('new'))
      const kinds = new Set((await appending).flat().map(({ kind }) => kind))
      expect(replaced).toBeDefined()
      expect([...kinds].filter((kind) => kind !== 'committed' && kind !== 'wrong-epoch')).toEqual([])
      expect((await store.log.append([pen.write('late')]))[0]?.kind).toBe('wrong-epoch')
      expect(textsOf(await readAll(store, pen.documentId))).toEqual([[1, 'new']])
    })

    test('[DU10] a restored store is another lineage in all its documents, with all they hold', async () => {
      const own = await (await world().newPlace()).open()
      const pens = await Promise.all([1, 2, 3].map(async () => new Pen(await newDocument(own))))
      await own.log.append(pens.flatMap((pen) => pen.writeMany(2)))
      expect(await own.lineage.renewAll()).toBe(3)
      for (const pen of pens) {
        const loaded = await own.log.load(pen.documentId)
        expect(loaded?.epoch).toBeGreaterThan(1)
        expect(textsOf(loaded?.rows ?? [])).toEqual([
          [1, '1'],
          [2, '2'],
        ])
        expect((await own.log.append([pen.write('newer')]))[0]?.kind).toBe('wrong-epoch')
      }
      await own.close()
    })

    test('a removed document is unknown, and nothing of it is left', async () => {
      const pen = await lived()
      const id = pen.documentId
      expect(await store.lineage.remove(id)).toBe(true)
      expect(await store.lineage.remove(id)).toBe(false)
      expect(await store.log.load(id)).toBeUndefined()
      expect(await store.documents.get(id)).toBeUndefined()
      expect(await store.log.append([pen.write('late')])).toEqual([{ kind: 'unknown-document' }])
      for (const table of ['log_row', 'segment', 'snapshot', 'quarantine', 'session_cursor', 'author'] as const) {
        const rows = await store.database.selectFrom(table).selectAll().where('document_id', '=', id).execute()
        expect([table, rows.length]).toEqual([table, 0])
      }
    })
  })
}
