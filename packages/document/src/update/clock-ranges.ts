/** A set of `(client, clock)` ids, kept as sorted, disjoint ranges a client. Yjs' delete set, without a document. */
import type { ClockRange } from './scan-update.ts'

/** Starts and ends in turn, rising: `[2, 5, 9, 10]` holds 2, 3, 4 and 9. */
type Bounds = number[]

export class ClockRanges {
  readonly #byClient = new Map<number, Bounds>()

  /** Whether every id of the range is in the set. */
  covers(range: ClockRange): boolean {
    const bounds = this.#byClient.get(range.client)
    if (!bounds) return false
    const at = firstAbove(bounds, range.start)
    // An odd index means that `start` lies inside the range that ends at `bounds[at]`.
    return at % 2 === 1 && (bounds[at] ?? 0) >= range.end
  }

  add(range: ClockRange): void {
    const bounds = this.#byClient.get(range.client)
    if (!bounds) {
      this.#byClient.set(range.client, [range.start, range.end])
      return
    }
    // Touching neighbours are joined: a bound equal to start or end is swallowed.
    let from = firstAbove(bounds, range.start - 1)
    let to = firstAbove(bounds, range.end)
    let start = range.start
    let end = range.end
    if (from % 2 === 1) {
      from -= 1
      start = bounds[from] ?? start
    }
    if (to % 2 === 1) {
      end = bounds[to] ?? end
      to += 1
    }
    bounds.splice(from, to - from, start, end)
  }

  /** Ranges held, for tests and memory accounting. */
  get size(): number {
    let count = 0
    for (const bounds of this.#byClient.values()) count += bounds.length / 2
    return count
  }
}

/** Index of the first bound greater than `clock`. */
function firstAbove(bounds: Bounds, clock: number): number {
  let low = 0
  let high = bounds.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((bounds[middle] ?? 0) > clock) high = middle
    else low = middle + 1
  }
  return low
}
