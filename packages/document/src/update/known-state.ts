/** What a room knows of its document without holding one: the state vector and, once asked for, the delete set. */
import { ClockRanges } from './clock-ranges.ts'
import type { Known } from './judge-update.ts'
import type { ClockRange, UpdateShape } from './scan-update.ts'

export class KnownState implements Known {
  readonly #clocks: Map<number, number>
  #deleted: ClockRanges | undefined

  constructor(clocks: ReadonlyMap<number, number> = new Map()) {
    this.#clocks = new Map(clocks)
  }

  get deleted(): ClockRanges | undefined {
    return this.#deleted
  }

  nextClock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** Starts keeping the delete set, from the whole of it up to now. */
  keepDeletes(deletes: Iterable<ClockRange>): void {
    const deleted = new ClockRanges()
    for (const range of deletes) deleted.add(range)
    this.#deleted = deleted
  }

  /** Takes in an update of the log. Taking one in twice changes nothing. */
  take(shape: UpdateShape): void {
    for (const run of shape.runs) {
      if (run.end > this.nextClock(run.client)) this.#clocks.set(run.client, run.end)
    }
    if (this.#deleted) for (const range of shape.deletes) this.#deleted.add(range)
  }

  /** A copy of the clocks, e.g. to encode as a state vector. */
  clocks(): ReadonlyMap<number, number> {
    return new Map(this.#clocks)
  }

  get clients(): number {
    return this.#clocks.size
  }
}
