/** What the document catalogue, the opening and the health check promise. */
import { newDocumentId, newUserId, toSeq, type UserId } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SqlStore } from '../sql-store.ts'
import { type DocumentCursor, type DocumentRow, StoreRefused, StoreUnavailable } from '../store.ts'
import { bytesOf, newDocument, Pen, readRows, type StorePlace, type StoreWorld, textsOf } from './store-world.ts'

export function catalogContract(world: () => StoreWorld): void {
  describe('documents', () => {
    let store: SqlStore
    beforeAll(async () => {
      store = await (await world().newPlace()).open()
    })
    afterAll(() => store.close())

    test('a new document has epoch 1, no title and no updates', async () => {
      const id = newDocumentId()
      const created = await store.documents.create({ id, createdBy: newUserId() })
      expect(created).toEqual({ id, title: '', icon: null, createdAt: created.createdAt, updatedAt: created.createdAt })
      expect(await store.documents.get(id)).toEqual(created)
      expect(await store.log.load(id)).toEqual({
        epoch: 1,
        head: 0,
        snapshot: undefined,
        rows: [],
        through: 0,
        quarantined: [],
      })
      expect(await store.documents.get(newDocumentId())).toBeUndefined()
    })

    test('a seed is seq 1 of the new document', async () => {
      const [id, createdBy] = [newDocumentId(), newUserId()]
      await store.documents.create({ id, createdBy, seed: bytesOf('seed') })
      const loaded = await store.log.load(id)
      expect(textsOf(loaded?.rows ?? [])).toEqual([[1, 'seed']])
      expect(loaded?.rows[0]).toMatchObject({ userId: createdBy })
      await store.log.append([new Pen(id).write('next')])
      expect((await store.log.load(id))?.head).toBe(2)
    })

    test('an id that exists is not created again', async () => {
      const id = await newDocument(store)
      await store.log.append([new Pen(id).write('a')])
      await expect(store.documents.create({ id, createdBy: newUserId(), seed: bytesOf('b') })).rejects.toThrow()
      expect(textsOf((await store.log.load(id))?.rows ?? [])).toEqual([[1, 'a']])
    })

    test('an older title never replaces a newer one', async () => {
      const id = await newDocument(store)
      const title = async () => (await store.documents.get(id))?.title
      const set = (text: string, seq: number) => store.documents.setTitle(id, text, toSeq(seq))
      await set('two', 2)
      await set('one', 1)
      expect(await title()).toBe('two')
      await set('두레', 5)
      expect(await title()).toBe('두레')
      await set('a\0b\ud800c', 6)
      expect(await title()).toBe('ab\ufffdc')
      await store.documents.setTitle(id, 'with an icon', toSeq(7), '🌾')
      expect(await store.documents.get(id)).toMatchObject({ title: 'with an icon', icon: '🌾' })
      await set('without', 8)
      expect((await store.documents.get(id))?.icon).toBeNull()
    })

    test('an append moves the time of change, a title does not', async () => {
      const id = await newDocument(store)
      const time = async () => (await store.documents.get(id))?.updatedAt
      await store.log.append([new Pen(id).write('a')])
      const [row] = await readRows(store, id, 0, 1)
      expect(await time()).toBe(row?.at)
      await store.documents.setTitle(id, 'title', toSeq(1))
      expect(await time()).toBe(row?.at)
    })

    test("a document's history never runs backwards in time, whatever the clock does", async () => {
      const id = await newDocument(store)
      const pen = new Pen(id)
      const future = Date.now() + 3_600_000
      await store.database.updateTable('document').set({ updated_at: future }).where('id', '=', id).execute()
      await store.log.append([pen.write('a')])
      expect((await readRows(store, id, 0, 1))[0]?.at).toBe(future)
      expect((await store.documents.get(id))?.updatedAt).toBe(future)
    })

    test('lists the newest change first, ties by id, page by page without repeating or skipping', async () => {
      const place = await world().newPlace()
      const own = await place.open()
      const made: DocumentRow[] = []
      const person = newUserId()
      for (let i = 0; i < 25; i += 1) {
        const row = await own.documents.create({ id: newDocumentId(), createdBy: person, ownerId: person })
        await own.documents.create({ id: newDocumentId(), createdBy: newUserId(), ownerId: newUserId() })
        // Few different times, so that most are ties.
        const updatedAt = 1_000_000 + (i % 4)
        await own.database.updateTable('document').set({ updated_at: updatedAt }).where('id', '=', row.id).execute()
        made.push({ ...row, updatedAt })
      }
      const expected = made.sort((a, b) => b.updatedAt - a.updatedAt || (a.id < b.id ? -1 : 1)).map(({ id }) => id)
      for (const limit of [1, 4, 7, 100]) {
        expect(await listed(own, person, limit), `pages of ${limit}`).toEqual(expected)
      }
      await own.close()
    })
  })

  describe('opening and closing', () => {
    let place: StorePlace
    beforeAll(async () => {
      place = await world().newPlace()
    })

    test('a store that can write says so', async () => {
      const store = await place.open()
      await expect(store.check()).resolves.toBeUndefined()
      await store.close()
    })

    test('a closed store finishes what was handed in and is unavailable from then on', async () => {
      const store = await place.open()
      const id = await newDocument(store)
      const pen = new Pen(id)
      const last = store.log.append([pen.write('a')])
      const closed = [store.close(), store.close()]
      await expect(last).resolves.toHaveLength(1)
      await Promise.all(closed)
      await expect(store.log.append([pen.write('b')])).rejects.toThrow(StoreUnavailable)
      await expect(store.log.load(id)).rejects.toThrow(StoreUnavailable)
      await expect(store.check()).rejects.toThrow(StoreUnavailable)
    })

    test('refuses data that a newer version has written', async () => {
      const store = await place.open()
      await store.database.insertInto('dure_schema').values({ version: 99, applied_at: 0 }).execute()
      await store.close()
      const opening = place.open()
      await expect(opening).rejects.toThrow(StoreRefused)
      await expect(opening).rejects.toThrow('schema version 99')
    })

    test('refuses a database that is not its own', async () => {
      const other = await world().newPlace()
      const store = await other.open()
      await store.database.schema.dropTable('dure_schema').execute()
      await store.close()
      await expect(other.open()).rejects.toThrow(StoreRefused)
    })
  })
}

async function listed(store: SqlStore, person: UserId, limit: number): Promise<readonly string[]> {
  const ids: string[] = []
  let after: DocumentCursor | undefined
  for (;;) {
    const page = await store.documents.list(person, after ? { limit, after } : { limit })
    ids.push(...page.map(({ id }) => id))
    const last = page.at(-1)
    if (!last || page.length < limit) return ids
    after = { id: last.id, updatedAt: last.updatedAt }
  }
}
