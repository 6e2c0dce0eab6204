/**
 * What a room knows of its document without holding one: the state vector; once asked for, the delete set; and how deep
 * what was lately written is nested.
 */
import { ClockRanges } from './clock-ranges.ts'
import type { Known } from './judge-update.ts'
import { Levels } from './nesting.ts'
import type { ClockRange, UpdateShape } from './scan-update.ts'

export class KnownState implements Known {
  readonly #clocks: Map<number, number>
  #deleted: ClockRanges | undefined
  /** Oldest first: what was taken in before, and since, each look at the whole document that is under way. */
  readonly #levels: Levels[] = [new Levels()]

  constructor(clocks: ReadonlyMap<number, number> = new Map()) {
    this.#clocks = new Map(clocks)
  }

  get deleted(): ClockRanges | undefined {
    return this.#deleted
  }

  nextClock(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  levelOf(client: number, clock: number): number {
    for (const levels of this.#levels) {
      const level = levels.of(client, clock)
      if (level > 0) return level
    }
    return 0
  }

  /** The whole document is looked at from here on: answers what to call when nothing in it was too deep. */
  lookedAt(): () => void {
    if (this.#levels.at(-1)?.isEmpty === false) this.#levels.push(new Levels())
    const before = this.#levels.length - 1
    return () => void this.#levels.splice(0, before)
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
    this.#levels.at(-1)?.take(shape.places, (client, clock) => this.levelOf(client, clock))
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
