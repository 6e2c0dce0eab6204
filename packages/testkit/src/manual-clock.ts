/**
 * Time that moves when it is told. Timers run in the order in which they are due; those due at the same moment, in the
 * order in which they were set. A timer set by a running timer runs in the same `advance` when it falls due within it.
 *
 * Its shape is that of a clock port: `now`, `setTimeout`, `clearTimeout`. Time starts at 2025-01-01 UTC, so that
 * nothing works by accident because now is 0.
 */
export interface ManualClock {
  /** Unix time in ms. */
  now(): number
  setTimeout(run: () => void, delayMs: number): number
  /** Unknown and spent handles are ignored, as the platform does. */
  clearTimeout(handle: unknown): void
  /** Moves time on, running what falls due at its own moment. */
  advance(ms: number): void
  /** Moves time to the next timer and runs all that are due then; false when there is none. */
  advanceToNext(): boolean
  /** Timers that are set. 0 shows that a closed thing has let go of its timers. */
  readonly pending: number
}

interface Timer {
  readonly handle: number
  readonly dueAt: number
  readonly run: () => void
}

const START = Date.UTC(2025, 0, 1)

export function createManualClock(startAt = START): ManualClock {
  let now = startAt
  let lastHandle = 0
  let running = false
  const timers = new Map<number, Timer>()

  const next = (): Timer | undefined => {
    let first: Timer | undefined
    // A Map keeps the order of setting, so the first of several due together is the one set first.
    for (const timer of timers.values()) if (!first || timer.dueAt < first.dueAt) first = timer
    return first
  }

  const advanceTo = (target: number) => {
    if (running) throw new Error('a timer cannot move the clock that is running it')
    running = true
    try {
      for (let due = next(); due && due.dueAt <= target; due = next()) {
        timers.delete(due.handle)
        now = due.dueAt
        due.run()
      }
      now = target
    } finally {
      running = false
    }
  }

  return {
    now: () => now,
    setTimeout: (run, delayMs) => {
      lastHandle += 1
      timers.set(lastHandle, { handle: lastHandle, dueAt: now + Math.max(0, delayMs), run })
      return lastHandle
    },
    clearTimeout: (handle) => {
      if (typeof handle === 'number') timers.delete(handle)
    },
    advance: (ms) => {
      if (!(ms >= 0)) throw new RangeError(`time moves forward: ${ms} ms`)
      advanceTo(now + ms)
    },
    advanceToNext: () => {
      const due = next()
      if (due) advanceTo(due.dueAt)
      return due !== undefined
    },
    get pending() {
      return timers.size
    },
  }
}
