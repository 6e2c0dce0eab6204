/** The server as an operator runs it: a process of its own, that can be stopped, killed and looked at. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type DocumentId, parseDocumentId } from '@dure/protocol'
import { createOpenDocument, OWNER_SETTINGS, signIn, until } from '@dure/testkit'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
/** Starting takes about a second alone, and several when other tests run beside it. */
const START_DEADLINE_MS = 30_000

export interface Exit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** What it wrote to standard error, and to standard output. */
  readonly said: string
  readonly wrote: string
}

export class ServerProcess {
  readonly #child: ChildProcess
  readonly exit: Promise<Exit>
  #said = ''
  #wrote = ''
  #origin = ''

  private constructor(environment: Readonly<Record<string, string>>, words: readonly string[] = []) {
    const { PATH = '' } = process.env
    const settings = { PORT: '0', HOST: '127.0.0.1', DURE_WORKERS: '1', LOG_LEVEL: 'error' }
    const env = { PATH, ...OWNER_SETTINGS, ...settings, ...environment }
    this.#child = spawn(process.execPath, [MAIN, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child.stderr?.on('data', (data: Buffer) => {
      this.#said += data.toString()
    })
    this.#child.stdout?.on('data', (data: Buffer) => {
      this.#wrote += data.toString()
    })
    this.exit = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => resolve({ code, signal, said: this.#said, wrote: this.#wrote }))
    })
  }

  /** Starts it and waits until it listens. @throws Error with what it said when it ends instead. */
  static async start(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const server = new ServerProcess(environment)
    const lines = createInterface({ input: server.#child.stdout ?? process.stdin })
    const listening = until<string>('the server says where it listens', START_DEADLINE_MS, (done) => {
      lines.on('line', (line) => {
        const [origin] = /http:\S+/.exec(line) ?? []
        if (origin) done(origin)
      })
      return () => lines.close()
    })
    const ended = server.exit.then(({ said }) => {
      throw new Error(`the server ended at its start:\n${said}`)
    })
    server.#origin = await Promise.race([listening, ended])
    // From here on its end is the test's doing.
    ended.catch(() => undefined)
    return server
  }

  /** Runs one that is expected to end by itself. */
  static runToEnd(environment: Readonly<Record<string, string>>, words: readonly string[] = []): Promise<Exit> {
    return new ServerProcess(environment, words).exit
  }

  get origin(): string {
    return this.#origin
  }

  /** A new document that whoever has its id may edit. */
  async document(): Promise<DocumentId> {
    const id = parseDocumentId(await createOpenDocument(this.#origin, await signIn(this.#origin)))
    if (!id) throw new Error('the API answered what is no id')
    return id
  }

  signal(signal: NodeJS.Signals): Promise<Exit> {
    this.#child.kill(signal)
    return this.exit
  }

  /** As in a crash. */
  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.signal('SIGKILL')
  }
}
