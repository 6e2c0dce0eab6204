/** What a copy holds and the server does not: the way back when the two disagree on what came before an edit. */
import { type Doc, decodeStateVector, encodeStateAsUpdate, encodeStateVector, encodeStateVectorFromUpdate } from 'yjs'

/**
 * Everything of `doc` that the server's `state` lacks, as one update; undefined when that is nothing.
 * Deletions cannot be told apart by state vectors, so that with `evenDeletionsOnly` all of them are sent again.
 * @param state The whole document as the server has it; undefined for an empty one.
 */
export function missingUpdate(
  doc: Doc,
  state: Uint8Array | undefined,
  evenDeletionsOnly: boolean,
): Uint8Array | undefined {
  const theirs = state ? encodeStateVectorFromUpdate(state) : undefined
  const known = theirs ? decodeStateVector(theirs) : new Map<number, number>()
  const ours = decodeStateVector(encodeStateVector(doc))
  const brings = [...ours].some(([client, clock]) => clock > (known.get(client) ?? 0))
  if (!brings && !evenDeletionsOnly) return undefined
  const update = encodeStateAsUpdate(doc, theirs)
  // Two zeros: no structs, no deletions.
  return update.length > 2 ? update : undefined
}
