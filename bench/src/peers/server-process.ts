/** A server under measurement: a Node process of its own, with its cost. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { LoopAnswer, MemoryAnswer } from './server-probe.ts'

const PROBE = new URL('server-probe.ts', import.meta.url).href
const START_MS = 15_000
const STOP_MS = 20_000

export class ServerProcess {
  readonly pid: number
  readonly origin: string
  readonly #child: ChildProcess
  readonly #said: string[]

  private constructor(child: ChildProcess, pid: number, origin: string, said: string[]) {
    this.#child = child
    this.pid = pid
    this.origin = origin
    this.#said = said
  }

  /**
   * Resolves when the port takes connections.
   * @param script Absolute path of its main file.
   * @param env Settings; PORT is added.
   */
  static async start(script: string, port: number, env: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const flags = (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter((flag) => flag !== '')
    const child = spawn(process.execPath, ['--expose-gc', '--import', PROBE, ...flags, script], {
      env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', PORT: String(port), ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        if (said.length < 200) said.push(chunk.toString())
      })
    }
    const killAtExit = (): void => void child.kill('SIGKILL')
    process.on('exit', killAtExit)
    child.once('exit', () => process.off('exit', killAtExit))
    const deadline = performance.now() + START_MS
    while (!(await accepts(port))) {
      if (child.exitCode !== null || performance.now() > deadline) {
        child.kill('SIGKILL')
        throw new Error(`${script} did not start:\n${said.join('')}`)
      }
      await wait(20)
    }
    if (child.pid === undefined) throw new Error('a running process has an id')
    return new ServerProcess(child, child.pid, `http://127.0.0.1:${port}`, said)
  }

  /** What it wrote to its output, for an error message. */
  get output(): string {
    return this.#said.join('')
  }

  async memory(): Promise<MemoryAnswer> {
    const answer = once(this.#child, 'message')
    this.#child.send('memory')
    const [message] = (await answer) as [MemoryAnswer]
    return message
  }

  async loop(): Promise<LoopAnswer> {
    const answer = once(this.#child, 'message')
    this.#child.send('loop')
    const [message] = (await answer) as [LoopAnswer]
    return message
  }

  /** As a crash does. */
  async kill(): Promise<void> {
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }

  /** As an operator does: SIGTERM, and time to store what is not stored. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS)
    await exited
    clearTimeout(timer)
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
