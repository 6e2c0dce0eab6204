/** Calm progress: one line a step, with the time it took; what a tool itself has to say goes to a log file. */

/** Tells the same command under another Node when the person pressed Enter. */
export const STARTED_AT_VARIABLE = 'DURE_RUN_STARTED_AT'

/** When the command was given, in Unix ms. */
export function startedAtMs() {
  return Number(process.env[STARTED_AT_VARIABLE] ?? performance.timeOrigin)
}

/** @param {number} startedAt from `performance.now()` */
export const since = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`

/**
 * Shows `doing` while `work` runs, and `done` after it. On a terminal one line that counts; elsewhere (CI, a service's
 * journal) a line at the start and a line at the end.
 * @template T
 * @param {{ doing: string, done: string }} words
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function progress({ doing, done }, work) {
  const startedAt = performance.now()
  const live = process.stdout.isTTY
  const paint = () => process.stdout.write(`\r\x1b[2K  ${doing}… ${since(startedAt)}`)
  const timer = live ? setInterval(paint, 100) : undefined
  if (!live) console.log(`  ${doing}…`)
  const end = (/** @type {string} */ line) => {
    clearInterval(timer)
    console.log(`${live ? '\r\x1b[2K' : ''}  ${line}`)
  }
  try {
    const result = await work()
    end(`${done} (${since(startedAt)})`)
    return result
  } catch (error) {
    end(`${doing}: failed after ${since(startedAt)}`)
    throw error
  }
}

/** Something the person at the keyboard can act on: shown without a stack. */
export class Refusal extends Error {
  /** @override */
  name = 'Refusal'
}
