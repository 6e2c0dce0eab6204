/** The real clock, which a test can also move on at once: what falls due on the way is called. */
import { type Clock, systemClock, type Timer } from '../clock.ts'

interface Waiting {
  dueAt: number
  readonly callback: () => void
  /** Undefined for a timeout. */
  readonly everyMs: number | undefined
  real: Timer
}

export class SkippingClock implements Clock {
  #skippedMs = 0
  readonly #waiting = new Set<Waiting>()

  now(): number {
    return systemClock.now() + this.#skippedMs
  }

  setTimeout(callback: () => void, delayMs: number): Timer {
    return this.#wait(callback, delayMs, undefined)
  }

  setInterval(callback: () => void, everyMs: number): Timer {
    return this.#wait(callback, everyMs, everyMs)
  }

  setImmediate(callback: () => void): Timer {
    return systemClock.setImmediate(callback)
  }

  /** Moves time on and calls each timer that is due by then, once, in the order in which they are due. */
  skip(ms: number): void {
    this.#skippedMs += ms
    const now = this.now()
    const due = [...this.#waiting].filter((each) => each.dueAt <= now).sort((a, b) => a.dueAt - b.dueAt)
    for (const each of due) if (this.#waiting.has(each)) this.#call(each)
  }

  #wait(callback: () => void, delayMs: number, everyMs: number | undefined): Timer {
    const each: Waiting = { dueAt: this.now() + delayMs, callback, everyMs, real: { cancel: () => undefined } }
    each.real = systemClock.setTimeout(() => this.#call(each), delayMs)
    this.#waiting.add(each)
    return {
      cancel: () => {
        each.real.cancel()
        this.#waiting.delete(each)
      },
    }
  }

  #call(each: Waiting): void {
    each.real.cancel()
    if (each.everyMs === undefined) this.#waiting.delete(each)
    else {
      each.dueAt = this.now() + each.everyMs
      each.real = systemClock.setTimeout(() => this.#call(each), each.everyMs)
    }
    each.callback()
  }
}
