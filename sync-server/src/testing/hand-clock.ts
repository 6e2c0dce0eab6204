/** The server's clock moved by hand, for parts that are tested without sockets. */
import { createManualClock } from '@dure/testkit'
import type { Clock, Timer } from '../clock.ts'

export interface HandClock extends Clock {
  /** Moves time on, running what falls due at its own moment. */
  advance(ms: number): void
  /** Timers that are set. */
  readonly pending: number
}

export function createHandClock(): HandClock {
  const manual = createManualClock()
  const setTimeout = (callback: () => void, delayMs: number): Timer => {
    const handle = manual.setTimeout(callback, delayMs)
    return { cancel: () => manual.clearTimeout(handle) }
  }
  return {
    now: () => manual.now(),
    setTimeout,
    setImmediate: (callback) => setTimeout(callback, 0),
    setInterval: (callback, everyMs) => {
      let timer: Timer
      const again = (): void => {
        timer = setTimeout(again, everyMs)
        callback()
      }
      timer = setTimeout(again, everyMs)
      return { cancel: () => timer.cancel() }
    },
    advance: (ms) => manual.advance(ms),
    get pending() {
      return manual.pending
    },
  }
}
