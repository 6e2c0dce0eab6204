/** Titles of pages that are linked to, as they are now: asked of our own API once a minute at most, for each page. */
import { browserApi } from '../../api/browser-api.ts'

const FRESH_MS = 60_000
const MAX_KEPT = 500

interface Kept {
  readonly at: number
  readonly title: Promise<string | undefined>
}

const kept = new Map<string, Kept>()

/** Undefined when the page is not there for this person, or the server is away. */
export function documentTitle(id: string): Promise<string | undefined> {
  const known = kept.get(id)
  if (known && Date.now() - known.at < FRESH_MS) return known.title
  const title = browserApi()
    .then((api) => api.getDocument(id))
    .then(
      (document) => document.title,
      () => undefined,
    )
  const [oldest] = kept.keys()
  if (oldest !== undefined && kept.size >= MAX_KEPT) kept.delete(oldest)
  kept.set(id, { at: Date.now(), title })
  return title
}

/** The document that an address of this site leads to. */
export function documentIdOf(href: string): string | undefined {
  if (!URL.canParse(href, location.origin)) return undefined
  const url = new URL(href, location.origin)
  return url.origin === location.origin ? /^\/d\/([0-9A-Za-z]{22})$/.exec(url.pathname)?.[1] : undefined
}
