/**
 * An update's shape as a few arrays of numbers: what a worker found crosses to another thread without being copied
 * object by object, which for a large update would take longer than reading it.
 */
import type { ClockRange, UpdateShape } from './scan-update.ts'

export interface PackedShape {
  /** Client, start and end of each. */
  readonly runs: Float64Array
  readonly deletes: Float64Array
  readonly needs: Float64Array
  readonly tangled: boolean
  readonly places: Float64Array
}

export const packShape = ({ runs, deletes, needs, tangled, places }: UpdateShape): PackedShape => ({
  runs: packRanges(runs),
  deletes: packRanges(deletes),
  needs: Float64Array.from(needs),
  tangled,
  places: Float64Array.from(places),
})

export const unpackShape = ({ runs, deletes, needs, tangled, places }: PackedShape): UpdateShape => ({
  runs: unpackRanges(runs),
  deletes: unpackRanges(deletes),
  needs: Array.from(needs),
  tangled,
  places: Array.from(places),
})

function packRanges(ranges: readonly ClockRange[]): Float64Array {
  const packed = new Float64Array(ranges.length * 3)
  for (const [index, { client, start, end }] of ranges.entries()) packed.set([client, start, end], index * 3)
  return packed
}

function unpackRanges(packed: Float64Array): ClockRange[] {
  const ranges: ClockRange[] = []
  for (let at = 0; at + 2 < packed.length; at += 3) {
    ranges.push({ client: packed[at] ?? 0, start: packed[at + 1] ?? 0, end: packed[at + 2] ?? 0 })
  }
  return ranges
}
