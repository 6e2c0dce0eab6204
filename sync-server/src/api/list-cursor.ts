/** Where a list goes on: what it is ordered by, and the id that breaks ties. */
import { type DocumentId, parseDocumentId } from '@dure/protocol'
import { ApiFault } from './api-fault.ts'

export const formatCursor = (key: string | number, id: DocumentId): string => `${key}.${id}`

/** @throws ApiFault 400 when it is not one of ours. */
export function parseCursor(raw: string): { readonly key: string; readonly id: DocumentId } {
  const dot = raw.lastIndexOf('.')
  const id = parseDocumentId(raw.slice(dot + 1))
  if (dot < 0 || !id) throw badCursor()
  return { key: raw.slice(0, dot), id }
}

/** One whose key is a time. @throws ApiFault 400 */
export function parseTimeCursor(raw: string): { readonly at: number; readonly id: DocumentId } {
  const { key, id } = parseCursor(raw)
  const at = Number(key)
  if (key === '' || !Number.isSafeInteger(at)) throw badCursor()
  return { at, id }
}

const badCursor = (): ApiFault => new ApiFault(400, 'bad-query', 'cursor: pass the nextCursor of the part before.')
