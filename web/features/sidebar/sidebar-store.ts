/**
 * What the sidebar shows, kept while the person goes from page to page. It asks the API again when something changed or
 * they come back to the window; what it could not get stays as it was.
 */
import type { AccessRequest, ApiClient, ListPart, Page, PageList } from '@dure/api'
import type { PagePart } from './tree-rows.ts'

export interface SidebarState {
  /** Undefined until they were read once. */
  readonly top: PagePart | undefined
  readonly shared: PagePart
  readonly under: ReadonlyMap<string, PagePart>
  readonly expanded: ReadonlySet<string>
  readonly favourites: readonly Page[]
  readonly recent: readonly Page[]
  readonly requests: readonly AccessRequest[]
  /** The API did not answer the last time. */
  readonly away: boolean
}

const EXPANDED = 'dure-expanded'
/** Pages whose being open is remembered: ids only, no word of a document. */
const MAX_EXPANDED = 300
/** The server hears a title a second or two after it was typed, in a busy document ten: until then, what was typed holds. */
const TYPED_HOLDS_MS = 20_000
/** Pages asked for at a time. */
const PART = 100
/** A branch is read on by itself up to so many: a page further on is found by its title. */
const MAX_READ_ON = 1_000

export const NOTHING_YET: SidebarState = {
  top: undefined,
  shared: { pages: [] },
  under: new Map(),
  expanded: new Set(),
  favourites: [],
  recent: [],
  requests: [],
  away: false,
}

/** Where a part of the tree hangs: a page, the top, or what was shared by name. */
export type Branch = { readonly under: string } | 'top' | 'shared'

export class SidebarStore {
  readonly #api: () => Promise<ApiClient>
  readonly #listeners = new Set<() => void>()
  #state: SidebarState = NOTHING_YET
  /** Titles typed lately on this page. */
  readonly #typed = new Map<string, { readonly title: string; readonly at: number }>()
  /** The page one is on and those above it, by their ids, the top first. */
  #here: readonly string[] = []
  #refreshing: Promise<void> | undefined
  #again = false

  constructor(api: () => Promise<ApiClient>) {
    this.#api = api
  }

  get state(): SidebarState {
    return this.#state
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** In the browser only: what was open is remembered there. */
  recall(): void {
    this.#set({ expanded: new Set(readExpanded()) })
  }

  /** Reads everything that is shown anew. Never rejects. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      // What is being read may be older than what this call is about.
      this.#again = true
      return this.#refreshing
    }
    this.#refreshing = this.#read().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async toggle(page: Page): Promise<void> {
    const expanded = new Set(this.#state.expanded)
    if (expanded.delete(page.id)) return this.#expand(expanded)
    expanded.add(page.id)
    this.#expand(expanded)
    await this.#load({ under: page.id })
  }

  async open(id: string): Promise<void> {
    this.#expand(new Set([...this.#state.expanded, id]))
    await this.#load({ under: id })
  }

  /** One is on the last page of this path: all of it has its place in the tree, however long the branches are. */
  visited(path: readonly string[]): void {
    this.#here = path
    const { top } = this.#state
    if (top && path.some((_, depth) => this.#lacks(this.#branchAt(depth)))) void this.refresh()
  }

  /** The next part of a branch. */
  async more(branch: Branch): Promise<void> {
    const part = this.#part(branch)
    if (part?.nextCursor === undefined) return
    const cursor = part.nextCursor
    await this.#try(async (api) => {
      this.#put(branch, joined(part, await this.#ask(api, branch, cursor)))
    })
  }

  /** A document is called otherwise: seen before the server has heard it. */
  renamed(id: string, title: string): void {
    if (this.titleOf(id) === title) return
    this.#typed.set(id, { title, at: Date.now() })
    const inPages = (pages: readonly Page[]): readonly Page[] => this.#asTyped(pages)
    const { top, shared, under, favourites, recent } = this.#state
    this.#set({
      top: top && { ...top, pages: inPages(top.pages) },
      shared: { ...shared, pages: inPages(shared.pages) },
      under: new Map([...under].map(([key, part]) => [key, { ...part, pages: inPages(part.pages) }])),
      favourites: inPages(favourites),
      recent: inPages(recent),
    })
  }

  /** As it is shown; undefined for a page that is not. */
  titleOf(id: string): string | undefined {
    const { top, shared, under, favourites, recent } = this.#state
    const lists = [top?.pages ?? [], shared.pages, favourites, recent, ...[...under.values()].map(({ pages }) => pages)]
    for (const pages of lists) {
      const page = pages.find((each) => each.id === id)
      if (page) return page.title
    }
    return this.#typed.get(id)?.title
  }

  #asTyped(pages: readonly Page[]): readonly Page[] {
    const now = Date.now()
    for (const [id, { at }] of this.#typed) if (at < now - TYPED_HOLDS_MS) this.#typed.delete(id)
    if (!pages.some(({ id }) => this.#typed.has(id))) return pages
    return pages.map((page) => ({ ...page, title: this.#typed.get(page.id)?.title ?? page.title }))
  }

  async #read(): Promise<void> {
    do {
      this.#again = false
      await this.#try(async (api) => {
        const open = [...this.#state.expanded].filter((id) => this.#state.under.has(id) || this.#isKnown(id))
        const [top, shared, favourites, recent, requests] = await Promise.all([
          this.#askAgain(api, 'top'),
          this.#askAgain(api, 'shared'),
          api.listFavourites(),
          api.listRecent(),
          api.listAllRequests(),
        ])
        this.#set({
          top,
          shared,
          favourites: this.#asTyped(favourites.pages),
          recent: this.#asTyped(recent.pages),
          requests,
        })
        // One that is gone, or not for them any longer, is not open any longer either.
        await Promise.all(
          open.map((id) =>
            this.#askAgain(api, { under: id }).then(
              (part) => this.#put({ under: id }, part),
              () => this.#close(id),
            ),
          ),
        )
        await this.#loadOpened(api)
      })
    } while (this.#again)
  }

  /** Pages that are remembered as open and came into sight by this. */
  async #loadOpened(api: ApiClient): Promise<void> {
    for (;;) {
      const missing = [...this.#state.expanded].filter((id) => !this.#state.under.has(id) && this.#isKnown(id))
      if (missing.length === 0) return
      await Promise.all(
        missing.map((id) =>
          this.#askAgain(api, { under: id }).then(
            (part) => this.#put({ under: id }, part),
            () => this.#close(id),
          ),
        ),
      )
    }
  }

  #isKnown(id: string): boolean {
    const { top, shared, under } = this.#state
    const parts = [top, shared, ...under.values()]
    return parts.some((part) => part?.pages.some((page) => page.id === id && page.hasPages))
  }

  async #load(branch: Branch): Promise<void> {
    await this.#try(async (api) => this.#put(branch, await this.#askAgain(api, branch)))
  }

  async #ask(api: ApiClient, branch: Branch, cursor?: string): Promise<PagePart> {
    const part = { limit: PART, ...(cursor === undefined ? {} : { cursor }) }
    const list = await askFor(api, branch, part)
    return { ...list, pages: this.#asTyped(list.pages) }
  }

  /** As much as is shown of it, and on to the page one is on. */
  async #askAgain(api: ApiClient, branch: Branch): Promise<PagePart> {
    const shown = this.#part(branch)?.pages.length ?? 0
    let part = await this.#ask(api, branch)
    while (part.nextCursor !== undefined && (part.pages.length < shown || this.#lacks(branch, part)))
      part = joined(part, await this.#ask(api, branch, part.nextCursor))
    return part
  }

  /** Where the page at this depth of the path hangs. */
  #branchAt(depth: number): Branch {
    const parentId = this.#here[depth - 1]
    return parentId === undefined ? 'top' : { under: parentId }
  }

  /** Whether a page of the path may stand further on in this branch than was read. Nothing was read of a folded one. */
  #lacks(branch: Branch, part = this.#part(branch)): boolean {
    if (branch === 'shared' || !part || part.pages.length >= MAX_READ_ON) return false
    const parentAt = branch === 'top' ? -1 : this.#here.indexOf(branch.under)
    const id = branch === 'top' || parentAt >= 0 ? this.#here[parentAt + 1] : undefined
    return id !== undefined && ![...part.pages, ...this.#state.shared.pages].some((page) => page.id === id)
  }

  #part(branch: Branch): PagePart | undefined {
    if (branch === 'top') return this.#state.top
    return branch === 'shared' ? this.#state.shared : this.#state.under.get(branch.under)
  }

  #put(branch: Branch, part: PagePart): void {
    if (branch === 'top') this.#set({ top: part })
    else if (branch === 'shared') this.#set({ shared: part })
    else this.#set({ under: new Map([...this.#state.under, [branch.under, part]]) })
  }

  #close(id: string): void {
    const under = new Map(this.#state.under)
    under.delete(id)
    this.#set({ under })
    this.#expand(new Set([...this.#state.expanded].filter((each) => each !== id)))
  }

  #expand(expanded: ReadonlySet<string>): void {
    this.#set({ expanded })
    try {
      localStorage.setItem(EXPANDED, JSON.stringify([...expanded].slice(-MAX_EXPANDED)))
    } catch {
      // Closed or full: it is forgotten with the page.
    }
  }

  async #try(work: (api: ApiClient) => Promise<void>): Promise<void> {
    try {
      await work(await this.#api())
      if (this.#state.away) this.#set({ away: false })
    } catch {
      if (!this.#state.away) this.#set({ away: true })
    }
  }

  #set(change: Partial<SidebarState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }
}

/** Whatever moved between the two is there once. */
function joined(part: PagePart, next: PagePart): PagePart {
  const pages = [...new Map([...part.pages, ...next.pages].map((page) => [page.id, page])).values()]
  return { pages, nextCursor: next.nextCursor }
}

function askFor(api: ApiClient, branch: Branch, part: ListPart): Promise<PageList> {
  if (branch === 'top') return api.listPages(part)
  return branch === 'shared' ? api.listShared(part) : api.listPagesUnder(branch.under, part)
}

function readExpanded(): readonly string[] {
  try {
    const raw: unknown = JSON.parse(localStorage.getItem(EXPANDED) ?? '[]')
    return Array.isArray(raw) ? raw.filter((id): id is string => typeof id === 'string').slice(-MAX_EXPANDED) : []
  } catch {
    return []
  }
}
