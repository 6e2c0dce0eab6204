/** A child process of a test: its output kept for when it fails, its end awaited, nothing left behind. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A healthy process has said its word long before. */
const READY_MS = 30_000

export class Child {
  readonly #process: ChildProcess
  readonly #name: string
  readonly #output: string[] = []
  readonly #ended: Promise<unknown>

  constructor(name: string, args: readonly string[], env: Readonly<Record<string, string>>, cwd?: string) {
    this.#name = name
    this.#process = spawn(process.execPath, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    })
    this.#ended = once(this.#process, 'exit')
    // A test runner that is killed must not leave servers behind.
    const kill = (): void => void this.#process.kill('SIGKILL')
    process.once('exit', kill)
    void this.#ended.then(() => process.off('exit', kill))
  }

  /** Resolves with the first line that matches. @throws Error with all output when the process ends before. */
  async said(pattern: RegExp): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        this.#output.push(line)
        if (pattern.test(line)) resolve(line)
      })
    }
    const fail = (why: string): void => reject(new Error(`${this.#name} ${why}:\n${this.output}`))
    const deadline = setTimeout(() => fail(`did not say ${pattern}`), READY_MS)
    void this.#ended.then(() => fail('ended'))
    return promise.finally(() => clearTimeout(deadline))
  }

  get output(): string {
    return this.#output.join('\n')
  }

  get exitCode(): number | null {
    return this.#process.exitCode
  }

  /** Signals it and waits for its end. Idempotent. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill(signal)
    await this.#ended
  }
}
