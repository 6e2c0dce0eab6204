/**
 * Waiting for an event in a test of real processes, with a deadline that says what did not come. Never polls.
 */

/**
 * Resolves with the first value handed to `done`.
 * @param watch Subscribes, calls `done` when it has happened, and answers how to unsubscribe. May call `done` at once.
 * @throws Error naming `what` after `deadlineMs`.
 */
export async function until<T>(
  what: string,
  deadlineMs: number,
  watch: (done: (value: T) => void) => () => void,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const deadline = setTimeout(() => reject(new Error(`${what}: not within ${deadlineMs} ms`)), deadlineMs)
  const stop = watch(resolve)
  try {
    return await promise
  } finally {
    clearTimeout(deadline)
    stop()
  }
}
