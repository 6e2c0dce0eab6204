/**
 * Pages by a cursor: where the page before ended, as the key it is sorted by and the id that tells equal keys apart. What
 * is added or removed meanwhile moves nothing else into or out of the pages that follow.
 */
import type { Page, SortKey } from '../people/page.ts'
import { badCursor, formatCursor, splitCursor } from './list-cursor.ts'

type KeyKind<Key> = { readonly parse: (raw: string) => Key | undefined }

/** Unix time in ms. */
export const TIME_KEY: KeyKind<number> = {
  parse: (raw) => (/^\d{1,15}$/.test(raw) ? Number(raw) : undefined),
}
/** ISO 8601. */
export const ISO_KEY: KeyKind<string> = {
  parse: (raw) => (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(raw) ? raw : undefined),
}

/** One more than is shown is asked for: it tells whether there is a next page. @throws ApiFault 400 for no cursor of ours. */
export function pageAsked<Key extends string | number>(
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  kind: KeyKind<Key>,
): Page<Key> {
  if (cursor === undefined) return { limit: limit + 1, after: undefined }
  const { key: raw, id } = splitCursor(cursor)
  const key = kind.parse(raw)
  if (key === undefined) throw badCursor()
  return { limit: limit + 1, after: { key, id } }
}

/** The rows that are shown, and where the next page goes on. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => SortKey<string | number>,
): { readonly shown: readonly Row[]; readonly next: { readonly nextCursor?: string } } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length <= limit || last === undefined) return { shown, next: {} }
  const { key, id } = keyOf(last)
  return { shown, next: { nextCursor: formatCursor(key, id) } }
}
