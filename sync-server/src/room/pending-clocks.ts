/**
 * What the log will hold once everything under way is committed: the known state, and on top of it the updates that
 * were submitted and not yet answered. A client may send its next update before the last is on disk.
 */
import type { Known, KnownState, UpdateShape } from '@dure/document/update'

export class PendingClocks implements Known {
  readonly #known: KnownState
  readonly #clocks = new Map<number, number>()

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

  add(shape: UpdateShape): void {
    for (const run of shape.runs) {
      if (run.end > this.nextClock(run.client)) this.#clocks.set(run.client, run.end)
    }
  }

  /** Nothing is under way any more. */
  clear(): void {
    this.#clocks.clear()
  }
}
