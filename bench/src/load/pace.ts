/** An open loop: operations at a rate, whatever the server does. */

const TICK_MS = 1

/**
 * Calls `emit` with how many operations are due, at each tick. Operations that the generator itself was late for are
 * sent at once, stamped with when they are sent.
 */
export function pace(perSecond: number, durationMs: number, emit: (count: number) => void): Promise<void> {
  return new Promise((resolve) => {
    const started = performance.now()
    let emitted = 0
    const tick = (): void => {
      const elapsed = performance.now() - started
      const due = Math.floor((Math.min(elapsed, durationMs) * perSecond) / 1000)
      if (due > emitted) {
        emit(due - emitted)
        emitted = due
      }
      if (elapsed >= durationMs) resolve()
      else setTimeout(tick, TICK_MS)
    }
    tick()
  })
}
