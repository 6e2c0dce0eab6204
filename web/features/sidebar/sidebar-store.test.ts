import type { ApiClient, ListPart, Page } from '@dure/api'
import { beforeEach, expect, test, vi } from 'vitest'
import { SidebarStore } from './sidebar-store.ts'

const page = (id: string, hasPages = false): Page =>
  ({ id, title: id, role: 'editor', reach: 'workspace', createdAt: '', updatedAt: '', hasPages }) as unknown as Page

/** The API as the sidebar asks it, over a tree that a test changes. */
class Served {
  away = false
  top = [page('a', true), page('b')]
  under: Record<string, readonly Page[]> = { a: [page('a1')] }
  readonly api = (): Promise<ApiClient> =>
    this.away
      ? Promise.reject(new Error('away'))
      : Promise.resolve({
          listPages: async ({ limit = 100, cursor = '0' }: ListPart = {}) => {
            const end = Number(cursor) + limit
            return {
              pages: this.top.slice(Number(cursor), end),
              ...(end < this.top.length ? { nextCursor: String(end) } : {}),
            }
          },
          listShared: async () => ({ pages: [] }),
          listFavourites: async () => ({ pages: [page('b')] }),
          listRecent: async () => ({ pages: [] }),
          listAllRequests: async () => [],
          listPagesUnder: async (id: string) => {
            const pages = this.under[id]
            if (!pages) throw new Error('gone')
            return { pages }
          },
        } as unknown as ApiClient)
}

let served: Served
let store: SidebarStore
const titles = (): readonly string[] => store.state.top?.pages.map(({ title }) => title) ?? []
beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  served = new Served()
  store = new SidebarStore(served.api)
})

test('[UI17] what is there stays while the API is away, and is read anew when it is back', async () => {
  await store.refresh()
  expect(titles()).toEqual(['a', 'b'])
  served.away = true
  served.top = []
  await store.refresh()
  expect(store.state.away).toBe(true)
  expect(titles()).toEqual(['a', 'b'])
  served.away = false
  await store.refresh()
  expect([store.state.away, titles()]).toEqual([false, []])
})

test('what was open is open in the next page of this browser, and one that is gone is not', async () => {
  await store.refresh()
  await store.toggle(page('a', true))
  expect(store.state.under.get('a')?.pages.map(({ id }) => id)).toEqual(['a1'])
  const next = new SidebarStore(served.api)
  next.recall()
  await next.refresh()
  expect(next.state.under.get('a')?.pages.map(({ id }) => id)).toEqual(['a1'])
  served.under = {}
  await next.refresh()
  expect(next.state.expanded).toEqual(new Set())
})

test('a title is what was typed until the server has heard it', async () => {
  await store.refresh()
  store.renamed('b', '모내기')
  expect([titles(), store.state.favourites[0]?.title]).toEqual([['a', '모내기'], '모내기'])
  await store.refresh()
  expect(titles()).toEqual(['a', '모내기'])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
  await store.refresh()
  vi.useRealTimers()
  expect(titles()).toEqual(['a', 'b'])
})

test('asked again while it reads, it reads once more: the first may be older than what it was asked about', async () => {
  const first = store.refresh()
  served.top = [page('c')]
  await Promise.all([first, store.refresh()])
  expect(titles()).toEqual(['c'])
})

test('[UI17] the page one is on is in the tree, however many stand before it; and what was shown of a branch stays', async () => {
  served.top = Array.from({ length: 350 }, (_, index) => page(`p${index}`))
  await store.refresh()
  expect(titles()).toHaveLength(100)
  store.visited(['p180'])
  await store.refresh()
  expect(titles()).toHaveLength(200)
  store.visited(['p3', 'a1'])
  await store.more('top')
  await store.refresh()
  expect(titles()).toHaveLength(300)
  // And so is what is above it, for then it is there to be unfolded.
  const next = new SidebarStore(served.api)
  next.visited(['p120', 'a1'])
  await next.refresh()
  expect(next.state.top?.pages).toHaveLength(200)
})
