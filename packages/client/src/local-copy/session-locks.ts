/**
 * Which tab owns which session. A tab holds the lock of its session as long as it lives; the browser lets go of it when
 * the tab is closed or crashes, and so another tab can tell an orphaned outbox from one that is in use.
 */
export interface SessionLocks {
  /** Answers how to let go of the lock; undefined when someone else holds it. */
  tryAcquire(name: string): Promise<(() => void) | undefined>
}

/** Web Locks. Browsers have them on https and localhost only. */
export const webLocks = (locks: LockManager): SessionLocks => ({
  tryAcquire: (name) =>
    new Promise((resolve, reject) => {
      const held = locks.request(name, { ifAvailable: true }, (lock) => {
        if (!lock) {
          resolve(undefined)
          return undefined
        }
        return new Promise<void>((release) => resolve(() => release()))
      })
      held.catch(reject)
    }),
})

export const platformLocks = (): SessionLocks | undefined =>
  typeof navigator !== 'undefined' && 'locks' in navigator && navigator.locks ? webLocks(navigator.locks) : undefined
