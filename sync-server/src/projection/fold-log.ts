/**
 * Folds a run of the log into one state, by the only means that is both fast and sure: a Y.Doc, loaded in one
 * transaction (20 times faster than merging updates one into another). Runs in a worker.
 */
import { deepens, deepest, levelsOf, scanUpdate } from '@dure/document/update'
import * as Y from 'yjs'

/**
 * Deepest nesting of types in a log, several times what one look at it may let through: a row beyond it is set aside. A
 * recursion of this depth, to delete or to walk, fits every stack, the browsers' too.
 */
const MAX_TYPE_LEVEL = 256

export interface FoldedLog {
  readonly doc: Y.Doc
  /** Indexes of rows that no document can integrate, or that nest deeper than any should; they are not part of `doc`. */
  readonly rejected: readonly number[]
}

/** @param base V1 state to start from. @param rows V1 updates in log order. */
export function foldLog(base: Uint8Array, rows: readonly Uint8Array[]): FoldedLog {
  const rejected = new Set<number>()
  // Each turn sets at least one more row aside, so it ends; without damage the first turn is the last.
  for (;;) {
    const attempt = tryFold(base, rows, rejected)
    if ('doc' in attempt) return { doc: attempt.doc, rejected: [...rejected].sort((a, b) => a - b) }
    for (const index of attempt.faulty) rejected.add(index)
  }
}

function tryFold(
  base: Uint8Array,
  rows: readonly Uint8Array[],
  rejected: ReadonlySet<number>,
): { doc: Y.Doc } | { faulty: readonly number[] } {
  const doc = new Y.Doc({ gc: true })
  let faulty: number | undefined
  const tooDeep: number[] = []
  doc.transact(() => {
    Y.applyUpdate(doc, base)
    for (const [index, row] of rows.entries()) {
      if (rejected.has(index)) continue
      try {
        if (nestsTooDeep(row, doc)) tooDeep.push(index)
        else Y.applyUpdate(doc, row)
      } catch {
        // It does not decode. A document that threw while applying holds half a change: it is thrown away.
        faulty = index
        return
      }
    }
  })
  if (faulty !== undefined) return { faulty: [...tooDeep, faulty] }
  if (tooDeep.length > 0) return { faulty: tooDeep }
  if (doc.store.pendingStructs === null && doc.store.pendingDs === null) return { doc }
  const pending = unintegrated(doc, rows, rejected)
  // Pending without a row to blame lies in the base, which was folded by us: keep it as it is.
  return pending.length > 0 ? { faulty: pending } : { doc }
}

/** Told before it is applied: what was applied could not be taken back. */
function nestsTooDeep(row: Uint8Array, doc: Y.Doc): boolean {
  const { places } = scanUpdate(row)
  if (!deepens(places)) return false
  return deepest(levelsOf(places, (client, clock) => levelIn(doc, client, clock))) > MAX_TYPE_LEVEL
}

/** How many types are around an item; 0 for one that is not there, or not any more. */
function levelIn(doc: Y.Doc, client: number, clock: number): number {
  const structs = doc.store.clients.get(client)
  const last = structs?.at(-1)
  if (!structs || !last || clock >= last.id.clock + last.length) return 0
  const struct = structs[Y.findIndexSS(structs, clock)]
  let level = 0
  let parent = struct instanceof Y.Item ? struct.parent : null
  while (parent instanceof Y.AbstractType && parent._item) {
    level += 1
    parent = parent._item.parent
  }
  return level
}

/** Rows that reach beyond what the document could integrate. */
function unintegrated(doc: Y.Doc, rows: readonly Uint8Array[], rejected: ReadonlySet<number>): number[] {
  const known = Y.decodeStateVector(Y.encodeStateVector(doc))
  const next = (client: number): number => known.get(client) ?? 0
  return rows.flatMap((row, index) => {
    if (rejected.has(index)) return []
    const { runs, deletes } = scanUpdate(row)
    return runs.some((run) => run.end > next(run.client)) || deletes.some((range) => range.end > next(range.client))
      ? [index]
      : []
  })
}
