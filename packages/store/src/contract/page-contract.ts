/** What the tree of pages promises, on both databases. */
import { type DocumentId, newDocumentId, newUserId, newWorkspaceId, type UserId } from '@dure/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { binPage, claimForRemoval, restorePage } from '../page-bin.ts'
import { MAX_PAGE_DEPTH, pagesUpFrom } from '../page-chain.ts'
import { MAX_PLACE_LENGTH } from '../page-place.ts'
import type { PageDestination } from '../page-siblings.ts'
import { type MoveOutcome, movePage } from '../page-tree.ts'
import type { SqlStore } from '../sql-store.ts'
import { PageRefused } from '../store.ts'
import { bytesOf, Pen, type StoreWorld } from './store-world.ts'

export function pageContract(world: () => StoreWorld): void {
  describe('pages', () => {
    let store: SqlStore
    beforeAll(async () => {
      store = await (await world().newPlace()).open()
    })
    afterAll(() => store.close())

    let workspaceId = newWorkspaceId()
    const anew = () => {
      workspaceId = newWorkspaceId()
    }
    const olive = newUserId()
    const page = async (parentId: DocumentId | null = null, ownerId: UserId = olive): Promise<DocumentId> => {
      const reach = parentId === null ? ('restricted' as const) : ('inherit' as const)
      return (
        await store.documents.create({ id: newDocumentId(), createdBy: ownerId, ownerId, workspaceId, parentId, reach })
      ).id
    }
    const move = (id: DocumentId, to: PageDestination): Promise<MoveOutcome> =>
      store.database.transaction().execute((transaction) => movePage(transaction, id, to))
    const bin = (id: DocumentId) =>
      store.database.transaction().execute((transaction) => binPage(transaction, id, olive))
    const restore = (id: DocumentId) =>
      store.database.transaction().execute((transaction) => restorePage(transaction, id))
    const claim = (id: DocumentId, before?: number) =>
      store.database.transaction().execute((transaction) => claimForRemoval(transaction, id, before))
    /** What is under a page, in its order. */
    const under = async (parentId: DocumentId | null): Promise<readonly DocumentId[]> => {
      const rows = await store.database
        .selectFrom('document')
        .select('id')
        .where('parent_id', parentId === null ? 'is' : '=', parentId)
        .where('workspace_id', '=', workspaceId)
        .orderBy('place')
        .orderBy('id')
        .execute()
      return rows.map(({ id }) => id)
    }
    const row = (id: DocumentId) =>
      store.database.selectFrom('document').selectAll().where('id', '=', id).executeTakeFirst()

    test('stand in the order in which they were made, until they are moved', async () => {
      anew()
      const top = await page()
      const [a, b, c] = [await page(top), await page(top), await page(top)]
      // Made in the same millisecond, they stand in the order of their ids: moved once, it is the order that was asked for.
      await move(a, { parentId: top, after: null })
      await move(b, { parentId: top, after: a })
      await move(c, { parentId: top })
      expect(await under(top)).toEqual([a, b, c])
      await move(c, { parentId: top, after: a })
      expect(await under(top)).toEqual([a, c, b])
      await move(b, { parentId: top, after: null })
      expect(await under(top)).toEqual([b, a, c])
      // Behind one that has gone elsewhere: the end.
      await move(a, { parentId: null })
      await move(b, { parentId: top, after: a })
      expect(await under(top)).toEqual([c, b])
      const late = await page(top)
      expect((await under(top)).at(-1)).toBe(late)
    })

    test('that stand in one place, or have none left between them, get new ones in the same order', async () => {
      anew()
      const top = await page()
      const [a, b, c] = [await page(top), await page(top), await page(top)]
      for (const id of [a, b]) {
        await store.database.updateTable('document').set({ place: '' }).where('id', '=', id).execute()
      }
      const [first, second] = [a, b].sort() as [DocumentId, DocumentId]
      await move(c, { parentId: top, after: first })
      expect(await under(top)).toEqual([first, c, second])
      // Places that have been halved too often.
      for (const [id, end] of [
        [first, '1'],
        [c, '2'],
      ] as const) {
        const place = 'V'.repeat(MAX_PLACE_LENGTH) + end
        await store.database.updateTable('document').set({ place }).where('id', '=', id).execute()
      }
      await move(second, { parentId: top, after: first })
      expect(await under(top)).toEqual([first, second, c])
      for (const id of await under(top)) expect((await row(id))?.place.length).toBeLessThanOrEqual(MAX_PLACE_LENGTH)
    })

    test('are never under themselves, nor deeper than they may lie', async () => {
      anew()
      const chain = [await page()]
      for (let depth = 0; depth < MAX_PAGE_DEPTH; depth += 1) chain.push(await page(chain.at(-1)))
      const [top, deepest] = [chain[0], chain.at(-1)] as [DocumentId, DocumentId]
      expect(await pagesUpFrom(store.database, deepest)).toHaveLength(MAX_PAGE_DEPTH + 1)
      await expect(page(deepest)).rejects.toThrow(PageRefused)
      await expect(page(newDocumentId())).rejects.toMatchObject({ kind: 'unknown' })
      expect(await move(top, { parentId: deepest })).toEqual({ kind: 'circle' })
      expect(await move(top, { parentId: top })).toEqual({ kind: 'circle' })
      const other = await page()
      expect(await move(top, { parentId: other })).toEqual({ kind: 'too-deep' })
      expect(await move(other, { parentId: deepest })).toEqual({ kind: 'too-deep' })
      expect(await move(other, { parentId: newDocumentId() })).toEqual({ kind: 'unknown' })
      expect(await move(newDocumentId(), { parentId: null })).toEqual({ kind: 'unknown' })
      expect(await move(chain[2] as DocumentId, { parentId: null })).toEqual({ kind: 'moved' })
    })

    test('of one workspace do not go under those of another', async () => {
      anew()
      const here = await page()
      anew()
      const there = await page()
      expect(await move(there, { parentId: here })).toEqual({ kind: 'unknown' })
    })

    test('[UI17] moved by many at once make no circle, and none is lost', async () => {
      anew()
      const pages = await Promise.all(Array.from({ length: 8 }, () => page()))
      const some = (seed: number) => pages[seed % pages.length] as DocumentId
      for (let round = 0; round < 6; round += 1) {
        await Promise.all(
          pages.map((id, index) => {
            const parentId = some(index * 3 + round * 5 + 1)
            return move(id, { parentId: parentId === id ? null : parentId, after: index % 2 ? null : undefined })
          }),
        )
        for (const id of pages) {
          const chain = await pagesUpFrom(store.database, id)
          expect(chain.at(-1)?.parentId).toBeNull()
          expect(new Set(chain.map((each) => each.id)).size).toBe(chain.length)
        }
      }
      // Two that swap at the same moment: one of them is refused.
      const [a, b] = [await page(), await page()]
      const outcomes = await Promise.all([move(a, { parentId: b }), move(b, { parentId: a })])
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['circle', 'moved'])
    })

    test('[UI17] nothing is made under a page that went to the bin meanwhile, nor moved to or from there: it would go along', async () => {
      anew()
      const [top, other] = [await page(), await page()]
      const leaf = await page(top)
      await bin(top)
      await expect(page(leaf)).rejects.toMatchObject({ kind: 'unknown' })
      expect(await move(other, { parentId: leaf })).toEqual({ kind: 'unknown' })
      expect(await move(leaf, { parentId: other })).toEqual({ kind: 'unknown' })
      expect(await claim(top)).toEqual([leaf, top])
      expect(await move(leaf, { parentId: null })).toEqual({ kind: 'unknown' })
    })

    test('that are moved to the top stay as open as they were', async () => {
      anew()
      const top = await page()
      await store.database
        .updateTable('document')
        .set({ reach: 'link', reach_role: 'editor' })
        .where('id', '=', top)
        .execute()
      const leaf = await page(await page(top))
      await move(leaf, { parentId: null })
      expect(await row(leaf)).toMatchObject({ parent_id: null, reach: 'link', reach_role: 'editor' })
      await move(leaf, { parentId: top })
      expect(await row(leaf)).toMatchObject({ parent_id: top, reach: 'link' })
    })

    test('[UI18] come back out of the bin to their place, or to the top when that is in the bin', async () => {
      anew()
      const top = await page()
      const [a, b] = [await page(top), await page(top)]
      expect(await bin(a)).toBe(true)
      expect(await bin(a)).toBe(false)
      expect(await row(a)).toMatchObject({ deleted_by: olive, parent_id: top })
      expect(await restore(a)).toBe(true)
      expect(await restore(a)).toBe(false)
      expect(await row(a)).toMatchObject({ deleted_at: null, parent_id: top })
      await bin(top)
      expect(await restore(b)).toBe(true)
      expect(await row(b)).toMatchObject({ deleted_at: null, parent_id: null, reach: 'restricted' })
      expect(await under(top)).toEqual([a])
    })

    test('are taken away for good with what is under them of the same owner, once, whoever else tries', async () => {
      anew()
      const bob = newUserId()
      const top = await page()
      const [mine, his] = [await page(top), await page(top, bob)]
      const [deep, under2] = [await page(mine), await page(his)]
      expect(await claim(top)).toEqual([])
      await bin(top)
      expect(await claim(top, 1)).toEqual([])
      const claims = await Promise.all([claim(top), claim(top)])
      expect(claims.flat()).toEqual([deep, mine, top])
      expect(await restore(top)).toBe(false)
      // What is Bob's is in his bin now, with what is under it.
      expect(await row(his)).toMatchObject({ parent_id: null, reach: 'restricted' })
      expect((await row(his))?.deleted_at).toEqual(expect.any(Number))
      expect(await row(under2)).toMatchObject({ parent_id: his, deleted_at: null })
      for (const id of claims.flat()) await store.lineage.remove(id)
      expect(await row(top)).toBeUndefined()
      expect(await restore(his)).toBe(true)
    })

    test('are listed to whom a page above lets in, and found by what their titles hold', async () => {
      anew()
      const bob = newUserId()
      const top = await page(null, bob)
      const leaf = await page(await page(top))
      const own = await page(top, olive)
      const others = await page(null, newUserId())
      const listed = async (person: UserId, titled?: string) =>
        (await store.documents.list(person, { limit: 100, ...(titled === undefined ? {} : { titled }) })).map(
          ({ id }) => id,
        )
      expect(await listed(bob)).toEqual(expect.arrayContaining([top, leaf, own]))
      expect(await listed(bob)).not.toContain(others)
      await store.database.updateTable('document').set({ title: '두레의 100% Plan_A' }).where('id', '=', leaf).execute()
      expect(await listed(bob, '두레')).toEqual([leaf])
      expect(await listed(bob, 'plan_a')).toEqual([leaf])
      expect(await listed(bob, '0% p')).toEqual([leaf])
      expect(await listed(bob, '%%')).toEqual([])
      await bin(top)
      expect(await listed(bob)).toEqual([])
    })

    test('made as a copy know the authors of what they are a copy of, and have its files', async () => {
      anew()
      const original = await page()
      const pen = new Pen(original)
      await store.log.append([pen.write('a')])
      const file = { document_id: original, blob: 'b', upload_key_hash: 'h', name: 'a.png', kind: 'image' as const }
      const bytes = { size: 1, created_by: olive, created_at: 1, changed_at: 1, type: 'image/png', digest: 'd' }
      await store.database
        .insertInto('attachment')
        .values([
          { ...file, ...bytes, id: 'whole', completed_at: 2 },
          { ...file, ...bytes, id: 'half', completed_at: null },
        ])
        .execute()
      const copy = newDocumentId()
      await store.documents.create({ id: copy, createdBy: olive, seed: bytesOf('a'), copyOf: original, title: 'A' })
      expect(await store.documents.get(copy)).toMatchObject({ title: 'A' })
      const files = await store.database.selectFrom('attachment').selectAll().where('document_id', '=', copy).execute()
      expect(files).toEqual([{ ...file, ...bytes, document_id: copy, id: 'whole', completed_at: 2 }])
      const foreign = new Pen(copy, newUserId(), pen.yjsClientId).write('?')
      expect(await store.log.append([foreign])).toEqual([{ kind: 'foreign-client', yjsClientId: pen.yjsClientId }])
    })
  })
}
