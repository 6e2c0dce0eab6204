/**
 * How often a room tells its people something. An idle room's edit goes out at once; a busy room gathers for a while, so
 * that its fan-out takes at most a share of the core, up to one frame of a screen.
 *
 * Edits made here are gathered before they are committed (`log/committer.ts`), and told as soon as they are on disk: who
 * waits for the disk need not wait again. Rows of other replicas are on disk already, and gathered before they are told.
 */
import { FANOUT_LOAD_SHARE, MAX_FANOUT_DELAY_MS } from '../limits.ts'

export class FanOutPace {
  #lastTookMs = 0
  #lastEndedAt = Number.NEGATIVE_INFINITY
  /** When edits are, or were last, let go to the disk. */
  #letGoAt = Number.NEGATIVE_INFINITY

  /** Milliseconds that an edit made here at `now` waits for others. Those before the same moment go together. */
  gatherMs(now: number): number {
    if (this.#letGoAt <= now) this.#letGoAt = Math.max(now, this.#letGoAt + this.#intervalMs)
    // A clock that was set back must not hold anything up for long.
    return Math.min(this.#letGoAt - now, MAX_FANOUT_DELAY_MS)
  }

  /** Milliseconds from `now` until rows that came from elsewhere are told; 0 for at once. */
  tellMs(now: number): number {
    const due = this.#lastEndedAt + this.#intervalMs
    return due > now ? Math.min(due - now, MAX_FANOUT_DELAY_MS) : 0
  }

  ticked(startedAt: number, endedAt: number): void {
    this.#lastEndedAt = endedAt
    this.#lastTookMs = endedAt - startedAt
  }

  get #intervalMs(): number {
    return Math.min(this.#lastTookMs / FANOUT_LOAD_SHARE, MAX_FANOUT_DELAY_MS)
  }
}
