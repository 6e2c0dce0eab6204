/** Time as the server sees it, so that tests and the simulation can move it by hand. */
export interface Clock {
  /** Monotonic milliseconds: for waits and ages, never shown. */
  now(): number
  setTimeout(callback: () => void, delayMs: number): Timer
  setInterval(callback: () => void, everyMs: number): Timer
  /** Runs after what is already waiting for this turn of the loop. */
  setImmediate(callback: () => void): Timer
}

export interface Timer {
  /** Idempotent. The callback is not called after this. */
  cancel(): void
}

/** The process's own clock. Its timers do not keep the process alive: its sockets do. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs).unref()
    return { cancel: () => clearTimeout(timer) }
  },
  setInterval: (callback, everyMs) => {
    const timer = setInterval(callback, everyMs).unref()
    return { cancel: () => clearInterval(timer) }
  },
  setImmediate: (callback) => {
    const timer = setImmediate(callback)
    return { cancel: () => clearImmediate(timer) }
  },
}
