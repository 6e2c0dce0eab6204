/** The real clock, which a test can also move on at once: what falls due on the way is called. */
import { type Clock, systemClock } from '../clock.ts'

interface Waiting {
  dueAtMs: number
  readonly delayMs: number
  readonly run: () => void
  real: unknown
}

export class SkippingClock implements Clock {
  #skippedMs = 0
  readonly #waiting = new Set<Waiting>()

  now(): number {
    return systemClock.now() + this.#skippedMs
  }

  setTimeout(run: () => void, delayMs: number): unknown {
    const each: Waiting = { dueAtMs: this.now() + delayMs, delayMs, run, real: undefined }
    each.real = systemClock.setTimeout(() => this.#call(each), delayMs)
    this.#waiting.add(each)
    return each
  }

  clearTimeout(handle: unknown): void {
    for (const each of this.#waiting) {
      if (each !== handle) continue
      systemClock.clearTimeout(each.real)
      this.#waiting.delete(each)
    }
  }

  /**
   * Moves time on, and calls what is due by then in the order in which it is due.
   * @param sparing Timers of this delay keep the time they have left: what they wait for is on its way, and takes its own.
   */
  skip(ms: number, sparing?: number): void {
    this.#skippedMs += ms
    for (const each of this.#waiting) if (each.delayMs === sparing) each.dueAtMs += ms
    const now = this.now()
    const due = [...this.#waiting].filter((each) => each.dueAtMs <= now).sort((a, b) => a.dueAtMs - b.dueAtMs)
    for (const each of due) if (this.#waiting.has(each)) this.#call(each)
  }

  #call(each: Waiting): void {
    systemClock.clearTimeout(each.real)
    this.#waiting.delete(each)
    each.run()
  }
}
