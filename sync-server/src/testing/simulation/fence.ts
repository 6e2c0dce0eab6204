/**
 * What a simulated process can reach, and loses all at once when it crashes: its timers stop, its calls to the store
 * are never answered, its sockets are silent. The code goes on in memory and can no longer do anything.
 */
import type { ManualClock } from '@dure/testkit'
import type { Clock, Timer } from '../../clock.ts'

/** Between two looks at the clock some work was done: so a room's tick takes time, and it gathers. */
const WORK_MS = 0.1

export class Fence {
  readonly clock: Clock
  #alive = true
  #lookedAt = 0

  constructor(time: ManualClock) {
    const after = (run: () => void, delayMs: number): Timer => {
      const handle = time.setTimeout(() => {
        if (this.#alive) run()
      }, delayMs)
      return { cancel: () => time.clearTimeout(handle) }
    }
    this.clock = {
      now: () => {
        this.#lookedAt = Math.max(time.now(), this.#lookedAt + WORK_MS)
        return this.#lookedAt
      },
      setTimeout: after,
      setImmediate: (run) => after(run, 0),
      setInterval: (run, everyMs) => {
        let timer: Timer
        const tick = (): void => {
          timer = after(tick, everyMs)
          run()
        }
        timer = after(tick, everyMs)
        return { cancel: () => timer.cancel() }
      },
    }
  }

  get alive(): boolean {
    return this.#alive
  }

  crash(): void {
    this.#alive = false
  }
}
