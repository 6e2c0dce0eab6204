/** Updates of one document that are on their way to the disk, in their order, and the clocks there will be after them. */
import type { KnownState, UpdateShape } from '@dure/document/update'
import { PendingClocks } from './pending-clocks.ts'
import type { Submission } from './submission.ts'

export interface UnderwayUpdate {
  readonly submission: Submission
  readonly bytes: Uint8Array
  readonly shape: UpdateShape
  /** Submissions whose content is all in this one and the ones before it. */
  readonly echoes: Submission[]
}

export class Underway {
  #updates: UnderwayUpdate[] = []
  readonly pending: PendingClocks

  constructor(known: KnownState) {
    this.pending = new PendingClocks(known)
  }

  get isEmpty(): boolean {
    return this.#updates.length === 0
  }

  get last(): UnderwayUpdate | undefined {
    return this.#updates.at(-1)
  }

  push(update: UnderwayUpdate): void {
    this.#updates.push(update)
    this.pending.add(update.shape)
  }

  /** It was answered. Answers come in order, so it is the first but for those that were taken back. */
  finish(update: UnderwayUpdate): void {
    const at = this.#updates.indexOf(update)
    if (at >= 0) this.#updates.splice(at, 1)
    if (this.isEmpty) this.pending.clear()
  }

  /** The last `count`, which were not handed to the store yet. */
  takeBack(count: number): readonly UnderwayUpdate[] {
    const withdrawn = this.#updates.splice(this.#updates.length - count, count)
    this.pending.clear()
    for (const update of this.#updates) this.pending.add(update.shape)
    return withdrawn
  }
}
