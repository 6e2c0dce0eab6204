/** Runs a tool to its end with its output in a log file; a failure shows the end of that log and where it is. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { LOGS, ROOT } from './paths.mjs'
import { Refusal } from './progress.mjs'

/** Enough for the error of any of our tools; the rest is in the file. */
const TAIL_LINES = 30

/**
 * @param {string} logName
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 */
export async function runLogged(logName, command, args, options = {}) {
  mkdirSync(LOGS, { recursive: true })
  const path = join(LOGS, `${logName}.log`)
  const log = createWriteStream(path)
  const child = spawn(command, args, { cwd: ROOT, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  /** @type {string} */
  const ending = await new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be started: ${error.message}`))
    child.once('close', (code, signal) => resolve(code === 0 ? '' : `ended with ${signal ?? `exit code ${code}`}`))
  })
  await new Promise((resolve) => log.end(() => resolve(undefined)))
  if (ending === '') return
  const tail = readFileSync(path, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n')
  throw new Refusal(`${tail}\n\n${[command, ...args].join(' ')}\n${ending}. The whole log: ${relative(ROOT, path)}`)
}
