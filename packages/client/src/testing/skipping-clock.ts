/** The real clock, which a test can also move on at once: what falls due on the way is called. */
import { until } from '@dure/testkit'
import { type Clock, systemClock } from '../clock.ts'

const DEADLINE_MS = 20_000

interface Waiting {
  readonly dueAtMs: number
  readonly delayMs: number
  readonly run: () => void
  real: unknown
}

export class SkippingClock implements Clock {
  #skippedMs = 0
  readonly #waiting = new Set<Waiting>()
  readonly #watchers = new Set<() => void>()

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
      this.#forget(each)
    }
  }

  /** Resolves when no timer of this delay waits: a skip from then on cannot make an answer late that is on its way. */
  without(delayMs: number): Promise<void> {
    return until<void>(`no timer of ${delayMs} ms`, DEADLINE_MS, (done) => {
      const check = () => {
        if (![...this.#waiting].some((each) => each.delayMs === delayMs)) done()
      }
      this.#watchers.add(check)
      check()
      return () => this.#watchers.delete(check)
    })
  }

  /** Moves time on, and calls what is due by then in the order in which it is due. */
  skip(ms: number): void {
    this.#skippedMs += ms
    const now = this.now()
    const due = [...this.#waiting].filter((each) => each.dueAtMs <= now).sort((a, b) => a.dueAtMs - b.dueAtMs)
    for (const each of due) if (this.#waiting.has(each)) this.#call(each)
  }

  #call(each: Waiting): void {
    systemClock.clearTimeout(each.real)
    this.#forget(each)
    each.run()
  }

  #forget(each: Waiting): void {
    this.#waiting.delete(each)
    for (const watcher of [...this.#watchers]) watcher()
  }
}
