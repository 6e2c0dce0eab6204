/** docker-compose.yml under a project name, a port and passwords of its own, so that it disturbs nothing that runs. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** Enough for a failed build step; the whole of it is thousands of lines. */
const TAIL_LINES = 60
const ROOT = resolve(import.meta.dirname, '../..')

export type ReplicaName = 'sync-1' | 'sync-2'
export const REPLICAS: readonly ReplicaName[] = ['sync-1', 'sync-2']

interface Ending {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export class Composition {
  readonly origin: string
  readonly #project = `dure-test-${randomBytes(4).toString('hex')}`
  readonly #folder = mkdtempSync(join(tmpdir(), 'dure-compose-'))
  readonly #envFile = join(this.#folder, 'env')

  constructor(port: number) {
    this.origin = `http://127.0.0.1:${port}`
  }

  /** The way the documentation says: docker/make-env, then the port. */
  async makeEnv(): Promise<void> {
    await run(join(ROOT, 'docker/make-env'), [this.#envFile])
    const port = new URL(this.origin).port
    writeFileSync(this.#envFile, readFileSync(this.#envFile, 'utf8').replace(/^DURE_PORT=.*$/m, `DURE_PORT=${port}`))
  }

  /** Builds, starts and waits until every health check passes. */
  async up(): Promise<void> {
    await this.#compose(['build'])
    await this.#compose(['up', '--detach', '--wait', '--wait-timeout', '180'])
  }

  /** What Compose says when nobody has made a .env. */
  async withoutEnv(): Promise<Ending> {
    return await compose(['--env-file', '/dev/null', '--project-name', this.#project, 'config'])
  }

  /** SIGKILL, as by a machine that goes away. */
  kill = (...services: readonly string[]) => this.#compose(['kill', ...services])
  /** SIGTERM, as by an update. */
  stop = (...services: readonly string[]) => this.#compose(['stop', ...services])
  start = (...services: readonly string[]) =>
    this.#compose(['up', '--detach', '--no-build', '--wait', '--wait-timeout', '120', ...services])

  async exec(service: string, ...command: readonly string[]): Promise<string> {
    return (await this.#compose(['exec', '-T', service, ...command])).stdout.trim()
  }

  /** Of a container that has ended. */
  async exitCode(service: string): Promise<number> {
    const { stdout } = await this.#compose(['ps', '--all', '--format', '{{.ExitCode}}', service])
    return Number(stdout.trim())
  }

  /** How many sockets a replica holds, by its own metrics, which only the inside can read. */
  async connections(replica: ReplicaName): Promise<number> {
    const script = "fetch('http://127.0.0.1:3000/metrics').then(async (r) => console.log(await r.text()))"
    const metrics = await this.exec(replica, 'node', '-e', script)
    const value = /^dure_connections (\d+)$/m.exec(metrics)?.[1]
    if (value === undefined) throw new Error(`${replica} has no dure_connections in its metrics`)
    return Number(value)
  }

  async logs(): Promise<string> {
    return (await this.#compose(['logs', '--no-color', '--tail', '40'])).stdout
  }

  /** Containers, volumes, networks and the images built for this run. Never throws: it is the last thing that happens. */
  async down(): Promise<void> {
    const ending = await compose([...this.#selector(), 'down', '--volumes', '--remove-orphans', '--timeout', '5'])
    if (ending.code !== 0) console.error(`  Not everything was taken down:\n${ending.stderr}`)
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #selector = () => ['--project-name', this.#project, '--env-file', this.#envFile]

  async #compose(args: readonly string[]): Promise<Ending> {
    const ending = await compose([...this.#selector(), ...args])
    if (ending.code === 0) return ending
    const lastWords = `${ending.stdout}\n${ending.stderr}`.trim().split('\n').slice(-TAIL_LINES).join('\n')
    throw new Error(`docker compose ${args.join(' ')}: exit code ${ending.code}\n${lastWords}`)
  }
}

const compose = (args: readonly string[]) => run('docker', ['compose', '--progress', 'plain', ...args])

function run(command: string, args: readonly string[]): Promise<Ending> {
  // Nothing of the surroundings may fill in what .env is for.
  const { POSTGRES_PASSWORD: _p, REDIS_PASSWORD: _r, DURE_PORT: _d, ...env } = process.env
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, stdout, stderr }))
  })
}
