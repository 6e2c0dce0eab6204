/**
 * A real sync server for one test file: a process of its own on a free port, with the embedded store in a directory of
 * its own that survives killing it, gone when it is stopped. Needs the workspace: it runs `sync-server/src/main.ts`.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createOpenDocument, createToken, OWNER_SETTINGS, type SignedInHeaders, signIn } from './signed-in.ts'
import { until } from './until.ts'

const MAIN = fileURLToPath(new URL('../../../sync-server/src/main.ts', import.meta.url))
/** Two shared cores: starting takes about a second alone, several when others test too. */
const START_DEADLINE_MS = 30_000

export class SyncServerProcess {
  readonly #directory: string
  #child: ChildProcess | undefined
  #origin = ''
  #owner: SignedInHeaders | undefined
  readonly #killAtExit = () => this.#child?.kill('SIGKILL')

  private constructor(directory: string) {
    this.#directory = directory
    process.on('exit', this.#killAtExit)
  }

  static async start(): Promise<SyncServerProcess> {
    const server = new SyncServerProcess(await mkdtemp(join(tmpdir(), 'dure-sync-server-')))
    await server.restart()
    return server
  }

  /** The same after a restart. */
  get origin(): string {
    return this.#origin
  }

  async restart(): Promise<void> {
    const port = this.#origin === '' ? '0' : new URL(this.#origin).port
    const settings = { PORT: port, HOST: '127.0.0.1', DURE_DATA_DIR: this.#directory, LOG_LEVEL: 'fatal' }
    const env = { ...process.env, ...OWNER_SETTINGS, ...settings }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    this.#child = child
    this.#origin = await until('the server says where it listens', START_DEADLINE_MS, (done) => {
      const lines = createInterface({ input: child.stdout })
      lines.on('line', (line) => {
        const [origin] = /http:\S+/.exec(line) ?? []
        if (origin) done(origin)
      })
      return () => lines.close()
    })
  }

  /** SIGKILL, as in a crash. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  /** SIGTERM, as in a restart by the operator: it says goodbye to everyone first. */
  terminate(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill(signal)
    await exited
  }

  async stop(): Promise<void> {
    await this.kill()
    process.off('exit', this.#killAtExit)
    await rm(this.#directory, { recursive: true, force: true })
  }

  /** Makes a personal access token of the owner's, and answers it. */
  async createToken(): Promise<string> {
    this.#owner ??= await signIn(this.#origin)
    return createToken(this.#origin, this.#owner)
  }

  /** Creates a document that whoever has its id may edit, and answers the id. */
  async createDocument(): Promise<string> {
    this.#owner ??= await signIn(this.#origin)
    return createOpenDocument(this.#origin, this.#owner)
  }
}
