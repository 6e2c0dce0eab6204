/**
 * What a simulated process can reach, and loses all at once when it crashes: its timers stop, its calls to the store
 * are never answered, its sockets are silent. The code goes on in memory and can no longer do anything.
 *
 * It can also freeze, as a process does that is stopped or whose machine is suspended: for a while nothing reaches it,
 * then everything at once, and its clock has jumped.
 */
import type { ManualClock } from '@dure/testkit'
import type { Clock, Timer } from '../../clock.ts'

/** Between two looks at the clock some work was done: so a room's tick takes time, and it gathers. */
const WORK_MS = 0.1

export class Fence {
  readonly clock: Clock
  #alive = true
  #lookedAt = 0
  readonly #time: ManualClock
  /** What waits for the thaw; undefined while it runs. */
  #held: (() => void)[] | undefined

  constructor(time: ManualClock) {
    this.#time = time
    const after = (run: () => void, delayMs: number): Timer => {
      let cancelled = false
      const due = (): void => {
        if (!cancelled) run()
      }
      const handle = time.setTimeout(() => this.reach(due), delayMs)
      return {
        cancel: () => {
          cancelled = true
          time.clearTimeout(handle)
        },
      }
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

  /** Runs what comes from outside, now or after the thaw; never in a process that is dead. */
  reach(run: () => void): void {
    if (!this.#alive) return
    if (this.#held) this.#held.push(run)
    else run()
  }

  freeze(forMs: number): void {
    if (this.#held) return
    this.#held = []
    this.#time.setTimeout(() => {
      const held = this.#held ?? []
      this.#held = undefined
      for (const run of held) this.reach(run)
    }, forMs)
  }

  crash(): void {
    this.#alive = false
    this.#held = undefined
  }
}
