/** Runs a tool to its end with its output where the person sees it. Answers whether it ended well. */
import { spawn } from 'node:child_process'
import { ROOT } from '../paths.mjs'

/**
 * @param {readonly string[]} nodeArgs
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<boolean>}
 */
export function runVisible(nodeArgs, options = {}) {
  const child = spawn(process.execPath, nodeArgs, { cwd: ROOT, ...options, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${nodeArgs[0]} could not be started: ${error.message}`)
      resolve(false)
    })
    child.once('exit', (code) => resolve(code === 0))
  })
}
