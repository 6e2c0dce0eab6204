/**
 * How deep types are nested, told from updates alone. An item's *level* is the number of types around it. Whoever walks
 * or deletes a tree does so by recursion, so one that is deepened, update by update, until that overflows would be stuck
 * on every screen.
 *
 * An update names an item's parent, or a neighbour that has the same one. So a run of items stands some levels above an
 * *anchor*: an item that the update builds on. Runs are kept flat, six numbers each, because most updates have one:
 *
 *   client · from · to · levels above the anchor's · anchor's client · anchor's clock (-1: the root of a document)
 */

const RUN = 6
const NO_ANCHOR = -1

/** What is known of an item's level: that of whoever wrote it, or 0. */
export type LevelOf = (client: number, clock: number) => number

export class Places {
  /** Flat runs, those of a client together and in rising order. */
  readonly runs: number[] = []
  /** Where the present client's runs begin. */
  #ownFrom = 0
  #client = NO_ANCHOR

  /** Items of this client follow. */
  begin(client: number): void {
    this.#client = client
    this.#ownFrom = this.runs.length
  }

  /** @param up 1 when the anchor is the parent, 0 when it is a neighbour. */
  add(from: number, to: number, up: number, anchorClient: number, anchorClock: number): void {
    const { runs } = this
    let levels = up
    let client = anchorClient
    let clock = anchorClock
    if (anchorClock !== NO_ANCHOR && anchorClient === this.#client) {
      // An anchor of the same client stands before it: what that one is above, this is above as well.
      const at = runAt(runs, this.#ownFrom, runs.length, anchorClock)
      if (at >= 0) {
        levels += runs[at + 3] ?? 0
        client = runs[at + 4] ?? 0
        clock = runs[at + 5] ?? NO_ANCHOR
      }
    }
    const last = runs.length - RUN
    const joins =
      last >= this.#ownFrom &&
      runs[last + 2] === from &&
      runs[last + 3] === levels &&
      runs[last + 4] === client &&
      runs[last + 5] === clock
    if (joins) runs[last + 2] = to
    else runs.push(this.#client, from, to, levels, client, clock)
  }
}

/** The offset of the run that holds this clock, of runs of one client from `low` up to `high`; -1 when there is none. */
function runAt(runs: readonly number[], low: number, high: number, clock: number): number {
  // Most often it is what was just written.
  const last = high - RUN
  if (last >= low && (runs[last + 1] ?? 0) <= clock) return clock < (runs[last + 2] ?? 0) ? last : -1
  let from = 0
  let to = (high - low) / RUN
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((runs[low + middle * RUN + 2] ?? 0) <= clock) from = middle + 1
    else to = middle
  }
  const at = low + from * RUN
  return at < high && (runs[at + 1] ?? 0) <= clock ? at : -1
}

/** The level of each run, in their order. An update of several clients may anchor one in another, in any order. */
export function levelsOf(runs: readonly number[], outside: LevelOf): readonly number[] {
  const count = runs.length / RUN
  if (count === 1) return [levelAbove(runs, 0, outside)]
  const bounds = boundsOf(runs)
  const levels: (number | undefined)[] = Array.from({ length: count })
  for (let first = 0; first < count; first += 1) {
    // From each run to what it is anchored in, and back with what was found: chains may be long, so without recursion.
    const chain: number[] = []
    let level: number | undefined
    for (let index: number | undefined = first; level === undefined && index !== undefined; ) {
      level = levels[index]
      if (level !== undefined) break
      // A circle is refused for being one; here it only must end.
      levels[index] = 0
      chain.push(index)
      index = anchorRun(runs, index, bounds)
    }
    for (let index = chain.pop(); index !== undefined; index = chain.pop()) {
      level = level === undefined ? levelAbove(runs, index, outside) : level + (runs[index * RUN + 3] ?? 0)
      levels[index] = level
    }
  }
  return levels.map((level) => level ?? 0)
}

/** Where each client's runs begin and end. */
function boundsOf(runs: readonly number[]): ReadonlyMap<number, readonly [number, number]> {
  const bounds = new Map<number, readonly [number, number]>()
  let from = 0
  for (let at = 0; at < runs.length; at += RUN) {
    if (runs[at] === runs[at + RUN]) continue
    bounds.set(runs[at] ?? 0, [from, at + RUN])
    from = at + RUN
  }
  return bounds
}

function anchorRun(
  runs: readonly number[],
  index: number,
  bounds: ReadonlyMap<number, readonly [number, number]>,
): number | undefined {
  const clock = runs[index * RUN + 5] ?? NO_ANCHOR
  const own = clock === NO_ANCHOR ? undefined : bounds.get(runs[index * RUN + 4] ?? 0)
  const at = own ? runAt(runs, own[0], own[1], clock) : -1
  return at < 0 ? undefined : at / RUN
}

function levelAbove(runs: readonly number[], index: number, outside: LevelOf): number {
  const clock = runs[index * RUN + 5] ?? NO_ANCHOR
  return (runs[index * RUN + 3] ?? 0) + (clock === NO_ANCHOR ? 0 : outside(runs[index * RUN + 4] ?? 0, clock))
}

/** Whether the update puts anything into a type at all: typing on in a text does not. */
export function deepens(runs: readonly number[]): boolean {
  for (let at = 3; at < runs.length; at += RUN) if ((runs[at] ?? 0) > 0) return true
  return false
}

export const deepest = (levels: readonly number[]): number => levels.reduce((most, level) => Math.max(most, level), 0)

/**
 * Levels of what was written since the document was last looked at as a whole; all else counts as 0. It holds three
 * numbers a stretch of writing in types that are as new, so what comes in the seconds between two such looks bounds it.
 */
export class Levels {
  /** By client: flat triplets of start, end and level, in rising order. */
  readonly #runs = new Map<number, number[]>()

  of(client: number, clock: number): number {
    const runs = this.#runs.get(client)
    if (!runs) return 0
    let low = 0
    let high = runs.length / 3
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((runs[middle * 3 + 1] ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    return (runs[low * 3] ?? Number.POSITIVE_INFINITY) <= clock ? (runs[low * 3 + 2] ?? 0) : 0
  }

  /** @param places Flat runs of an update. What of them is known already is left as it is. */
  take(places: readonly number[], outside: LevelOf): void {
    const levels = levelsOf(places, outside)
    for (const [index, level] of levels.entries()) {
      const at = index * RUN
      if (level > 0) this.#put(places[at] ?? 0, places[at + 1] ?? 0, places[at + 2] ?? 0, level)
    }
  }

  #put(client: number, from: number, to: number, level: number): void {
    const runs = this.#runs.get(client)
    if (!runs) {
      this.#runs.set(client, [from, to, level])
      return
    }
    const end = runs[runs.length - 2] ?? 0
    const start = Math.max(from, end)
    if (start >= to) return
    if (start === end && runs[runs.length - 1] === level) runs[runs.length - 2] = to
    else runs.push(start, to, level)
  }

  get isEmpty(): boolean {
    return this.#runs.size === 0
  }

  clear(): void {
    this.#runs.clear()
  }
}
