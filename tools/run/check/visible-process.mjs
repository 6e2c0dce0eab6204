/** Runs a tool to its end with its output where the person sees it. Answers whether it ended well. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { ROOT } from '../paths.mjs'

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * @param {readonly string[]} nodeArgs
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<boolean>}
 */
export function runVisible(nodeArgs, options = {}) {
  // Some tools colour their output wherever CI is set; in a file that is noise.
  const env = { ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), ...(options.env ?? process.env) }
  const child = spawn(process.execPath, nodeArgs, {
    cwd: ROOT,
    ...options,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  /** @type {NodeJS.Signals | undefined} */
  let asked
  const passOn = (/** @type {NodeJS.Signals} */ signal) => {
    asked = signal
    child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, passOn)
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${nodeArgs[0]} could not be started: ${error.message}`)
      resolve(false)
    })
    child.once('exit', (code) => {
      for (const signal of SIGNALS) process.off(signal, passOn)
      // Whoever stops a run does not want its next step.
      if (asked) process.exit(128 + constants.signals[asked])
      resolve(code === 0)
    })
  })
}
