/** Where a list goes on: what it is ordered by, and the id that breaks ties. */
import { type DocumentId, parseDocumentId } from '@dure/protocol'
import { ApiFault } from './api-fault.ts'

export const formatCursor = (key: string | number, id: string): string => `${key}.${id}`

/** @throws ApiFault 400 when it is not one of ours. */
export function splitCursor(raw: string): { readonly key: string; readonly id: string } {
  const dot = raw.lastIndexOf('.')
  const id = raw.slice(dot + 1)
  if (dot < 0 || !/^[\x20-\x7e]*$/.test(raw) || !/^[0-9A-Za-z_-]{8,64}$/.test(id)) throw badCursor()
  return { key: raw.slice(0, dot), id }
}

/** Of a list of documents. @throws ApiFault 400 when it is not one of ours. */
export function parseCursor(raw: string): { readonly key: string; readonly id: DocumentId } {
  const { key, id } = splitCursor(raw)
  const documentId = parseDocumentId(id)
  if (!documentId) throw badCursor()
  return { key, id: documentId }
}

/** One whose key is a time. @throws ApiFault 400 */
export function parseTimeCursor(raw: string): { readonly at: number; readonly id: DocumentId } {
  const { key, id } = parseCursor(raw)
  if (!/^\d{1,15}$/.test(key)) throw badCursor()
  return { at: Number(key), id }
}

export const badCursor = (): ApiFault =>
  new ApiFault(400, 'bad-query', 'cursor: pass the nextCursor of the page before.')
