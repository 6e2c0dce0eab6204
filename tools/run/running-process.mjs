/**
 * A process that is meant to run until we stop it. It leads a process group of its own, so that Ctrl-C reaches it only
 * through us and so that what it starts itself (`next dev` does) goes with it.
 */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { DIE_WITH_PARENT, ROOT } from './paths.mjs'

/** Where Next listens is between it and the sync server: nobody should open that. */
const OWN_ADDRESS = /^- (Local|Network): /

export class RunningProcess {
  /** @type {import('node:child_process').ChildProcess} */
  #child
  #stopping = false
  /** @type {Promise<string>} how it ended, in words */
  ended

  /**
   * @param {string} name
   * @param {readonly string[]} nodeArgs
   * @param {{ cwd?: string, env: NodeJS.ProcessEnv, shows: 'errors' | 'everything' }} settings which of its output the
   *   person sees; each line comes with the name
   */
  constructor(name, nodeArgs, { shows, env, ...options }) {
    this.name = name
    this.#child = spawn(process.execPath, ['--import', DIE_WITH_PARENT, ...nodeArgs], {
      cwd: ROOT,
      ...options,
      env: { ...env, DURE_RUNNER_PID: String(process.pid) },
      stdio: ['ignore', shows === 'everything' ? 'pipe' : 'ignore', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    })
    for (const [stream, out] of /** @type {const} */ ([
      [this.#child.stdout, process.stdout],
      [this.#child.stderr, process.stderr],
    ])) {
      if (stream)
        createInterface({ input: stream }).on('line', (line) => {
          if (!OWN_ADDRESS.test(line)) out.write(`${this.#prefix()}${line}\n`)
        })
    }
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(`could not be started: ${error.message}`))
      // Its last words come first, then how it ended; what it started must not keep us waiting for those.
      this.#child.once('exit', () => this.#signalGroup('SIGKILL'))
      this.#child.once('close', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
      )
    })
  }

  /** For people only: a service's journal wants the log lines as they were written. */
  #prefix() {
    return process.stdout.isTTY ? `  ${this.name} │ ` : ''
  }

  get running() {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined
  }

  /**
   * SIGTERM, and after `graceMs` the hard way. Resolves when it is gone.
   * @param {number} graceMs
   */
  async stop(graceMs) {
    if (this.#stopping) return this.ended
    this.#stopping = true
    if (this.running) this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.kill(), graceMs)
    const how = await this.ended
    clearTimeout(timer)
    this.#signalGroup('SIGKILL')
    return how
  }

  /** At once, without a chance to finish. */
  kill() {
    if (this.running) this.#child.kill('SIGKILL')
    this.#signalGroup('SIGKILL')
  }

  /** @param {NodeJS.Signals} signal */
  #signalGroup(signal) {
    if (process.platform === 'win32' || this.#child.pid === undefined) return
    try {
      process.kill(-this.#child.pid, signal)
    } catch {
      // ESRCH: nobody of the group is left, which is what we want.
    }
  }
}
