/**
 * What survives a transaction: stretches of the old document that stand unchanged (but for marks and attributes) in
 * the new one, in rising order. Everything else of the old was deleted, everything else of the new inserted. Exact,
 * because it comes from the steps themselves, not from comparing text.
 */
import type { Node } from '@tiptap/pm/model'
import type { StepMap } from '@tiptap/pm/transform'

export interface Kept {
  readonly oldFrom: number
  readonly newFrom: number
  readonly size: number
}

export function keptThrough(maps: readonly StepMap[], docSize: number): readonly Kept[] {
  let kept: Kept[] = [{ oldFrom: 0, newFrom: 0, size: docSize }]
  for (const map of maps) kept = throughMap(kept, map)
  return kept
}

/** `kept` is sorted by `newFrom`; the map's ranges are in those coordinates. */
function throughMap(kept: readonly Kept[], map: StepMap): Kept[] {
  const ranges: { from: number; to: number; newTo: number }[] = []
  map.forEach((from, to, _newFrom, newTo) => {
    ranges.push({ from, to, newTo })
  })
  if (ranges.length === 0) return [...kept]
  const next: Kept[] = []
  const keep = (piece: Kept, from: number, to: number, shift: number) => {
    if (to <= from) return
    next.push({ oldFrom: piece.oldFrom + (from - piece.newFrom), newFrom: from + shift, size: to - from })
  }
  for (const piece of kept) {
    const end = piece.newFrom + piece.size
    let at = piece.newFrom
    let shift = 0
    for (const range of ranges) {
      if (range.from >= end) break
      // Before the range ends, nothing of it applies to what comes earlier.
      if (range.to <= at && range.from < at) {
        shift = range.newTo - range.to
        continue
      }
      keep(piece, at, Math.min(range.from, end), shift)
      at = Math.max(at, range.to)
      shift = range.newTo - range.to
    }
    keep(piece, at, end, shift)
  }
  return next
}

/** Without steps to go by: what is equal from the front and from the back is kept. */
export function keptByComparing(before: Node, after: Node): readonly Kept[] {
  const start = before.content.findDiffStart(after.content)
  const end = before.content.findDiffEnd(after.content)
  if (start === null || end === null) return [{ oldFrom: 0, newFrom: 0, size: before.content.size }]
  // In repeated text the two ends may overlap; the front wins.
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  const oldFrom = end.a + overlap
  return [
    { oldFrom: 0, newFrom: 0, size: start },
    { oldFrom, newFrom: end.b + overlap, size: before.content.size - oldFrom },
  ]
}
