/** What of a file a request asks for (RFC 9110, 14). One range; who asks for several gets the whole. Pure. */
import type { ByteSpan } from './blob-store.ts'

export type RangeAnswer =
  | { readonly kind: 'whole' }
  | ({ readonly kind: 'part' } & ByteSpan)
  | { readonly kind: 'unsatisfiable' }

const RANGE = /^bytes=(?:(\d{1,15})-(\d{1,15})?|-(\d{1,15}))$/

/** @param ifRange The range holds only for the file of this tag. */
export function rangeOf(
  range: string | undefined,
  ifRange: string | undefined,
  etag: string | undefined,
  size: number,
): RangeAnswer {
  const [, first, last, suffix] = RANGE.exec(range?.trim() ?? '') ?? []
  if (first === undefined && suffix === undefined) return { kind: 'whole' }
  if (ifRange !== undefined && ifRange !== etag) return { kind: 'whole' }
  if (suffix !== undefined) {
    const wanted = Number(suffix)
    return wanted === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: Math.max(0, size - wanted), end: size - 1 }
  }
  const start = Number(first)
  const end = Math.min(last === undefined ? size - 1 : Number(last), size - 1)
  if (last !== undefined && Number(last) < start) return { kind: 'whole' }
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end }
}
