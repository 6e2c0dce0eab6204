/**
 * What the log will hold once everything under way is committed: the known state, and on top of it the updates that
 * were submitted and not yet answered. A client may send its next update before the last is on disk.
 */
import { type Known, type KnownState, Levels, type UpdateShape } from '@dure/document/update'

export class PendingClocks implements Known {
  readonly #known: KnownState
  readonly #clocks = new Map<number, number>()
  readonly #levels = new Levels()

  constructor(known: KnownState) {
    this.#known = known
  }

  nextClock(client: number): number {
    return this.#clocks.get(client) ?? this.#known.nextClock(client)
  }

  /** Deletions under way count as new: sending them twice is harmless, acknowledging them early is not. */
  get deleted(): Known['deleted'] {
    return this.#known.deleted
  }

  levelOf(client: number, clock: number): number {
    return this.#levels.of(client, clock) || this.#known.levelOf(client, clock)
  }

  add(shape: UpdateShape): void {
    this.#levels.take(shape.places, (client, clock) => this.levelOf(client, clock))
    for (const run of shape.runs) {
      if (run.end > this.nextClock(run.client)) this.#clocks.set(run.client, run.end)
    }
  }

  /** Nothing is under way any more. */
  clear(): void {
    this.#clocks.clear()
    this.#levels.clear()
  }
}
