/**
 * When a room's next tick is due. An idle room's edit goes out at once; a busy room gathers for a while, so that its
 * fan-out takes at most a share of the core, up to one frame of a screen. What is gathered is committed together too
 * (`log/committer.ts`), and told as soon as it is on disk.
 */
import { FANOUT_LOAD_SHARE, MAX_FANOUT_DELAY_MS } from '../limits.ts'

export class FanOutPace {
  #lastEndedAt = Number.NEGATIVE_INFINITY
  #lastTookMs = 0

  /** Milliseconds from `now` until the next tick is due; 0 for at once. */
  delay(now: number): number {
    const due = this.#lastEndedAt + this.restMs
    return due > now ? Math.min(due - now, this.restMs) : 0
  }

  /** How long the room rests after a tick like the last one. */
  get restMs(): number {
    return Math.min(this.#lastTookMs / FANOUT_LOAD_SHARE, MAX_FANOUT_DELAY_MS)
  }

  ticked(startedAt: number, endedAt: number): void {
    this.#lastEndedAt = endedAt
    this.#lastTookMs = endedAt - startedAt
  }
}
