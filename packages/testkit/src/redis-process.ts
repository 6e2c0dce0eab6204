/**
 * A real redis-server for one test file: on a port of its own, in a directory of its own, gone when it is stopped.
 *
 * It can be killed, restarted on the same port, and frozen (SIGSTOP): a frozen server is what a half-open connection
 * looks like from here, since the kernel goes on taking bytes for it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { until } from './until.ts'

export interface RedisProcess {
  readonly port: number
  /** `redis://127.0.0.1:<port>` or `rediss://…`, with the password when there is one. The same after a restart. */
  readonly url: string
  /** SIGKILL, as in a crash. Resolves when the process is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port, after `kill`. Nothing is remembered: it keeps no files. */
  restart(): Promise<void>
  /** SIGSTOP: connections stay open, nobody answers. */
  pause(): void
  /** SIGCONT. */
  resume(): void
  /** Resolves when a line of its log since its last start holds this text. Rejects after 10 s. */
  logged(text: string): Promise<void>
  /** Kills it and removes its directory. Idempotent. */
  stop(): Promise<void>
}

export interface RedisProcessOptions {
  readonly password?: string
  /** Starts a node of a Redis Cluster that holds no slots yet: `CLUSTER ADDSLOTSRANGE` is the test's. */
  readonly cluster?: boolean
  /** Serves TLS only, with these files in PEM. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string }
  /** Where it shall listen; for a test that needs to know the address before there is a server. */
  readonly port?: number
}

const DEADLINE_MS = 10_000

interface Launched {
  readonly child: ChildProcess
  logged(text: string): Promise<void>
}

/** @throws Error with one line on what to install when there is no redis-server in PATH. */
export async function startRedis(options: RedisProcessOptions = {}): Promise<RedisProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'dure-redis-'))
  const port = options.port ?? (await freePort())
  const flags = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory]
  if (options.tls) {
    const { certificateFile, keyFile } = options.tls
    flags.push('--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no')
    flags.push('--tls-cert-file', certificateFile, '--tls-key-file', keyFile, '--tls-ca-cert-file', certificateFile)
  } else flags.push('--port', String(port))
  if (options.password) flags.push('--requirepass', options.password)
  if (options.cluster) flags.push('--cluster-enabled', 'yes', '--cluster-port', String(await freePort()))

  let running: Launched | undefined
  const killAtExit = () => running?.child.kill('SIGKILL')
  process.on('exit', killAtExit)
  const kill = async () => {
    const dying = running?.child
    running = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const exited = once(dying, 'exit')
    dying.kill('SIGKILL')
    await exited
  }
  const restart = async () => {
    if (running) throw new Error('redis-server is still running: kill it first')
    running = await launch(flags)
  }
  const stop = async () => {
    await kill()
    process.off('exit', killAtExit)
    await rm(directory, { recursive: true, force: true })
  }
  const signal = (name: NodeJS.Signals) => {
    if (!running?.child.kill(name)) throw new Error(`redis-server is not running: no ${name} for it`)
  }

  try {
    await restart()
  } catch (error) {
    await stop()
    throw error
  }
  const login = options.password ? `:${encodeURIComponent(options.password)}@` : ''
  return {
    port,
    url: `${options.tls ? 'rediss' : 'redis'}://${login}127.0.0.1:${port}`,
    kill,
    restart,
    stop,
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    logged: async (text) => running?.logged(text),
  }
}

/** Resolves when the server says that it takes connections. */
async function launch(flags: readonly string[]): Promise<Launched> {
  const child = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const said: string[] = []
  lines.on('line', (line) => said.push(line))
  const logged = (text: string) =>
    until<void>(`redis-server: "${text}"`, DEADLINE_MS, (done) => {
      const check = (line: string) => {
        if (line.includes(text)) done()
      }
      said.forEach(check)
      lines.on('line', check)
      return () => lines.off('line', check)
    })
  const failed = new Promise<never>((_resolve, reject) => {
    child.on('error', (cause) => {
      const what = 'redis-server cannot be started: install it (Debian, Ubuntu: apt-get install redis-server)'
      reject(new Error(what, { cause }))
    })
    child.on('exit', () => reject(new Error(`redis-server ended at its start:\n${said.join('\n')}`)))
  })
  // Once it has started, its end is the test's doing.
  failed.catch(() => {})
  try {
    await Promise.race([logged('Ready to accept connections'), failed])
    return { child, logged }
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
}

/**
 * A port below the range from which Linux gives out local ports (32768 and up). A client that keeps dialling a port of
 * that range while nobody listens there can be given the same port as its own end, and is then connected to itself.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const port = 16_384 + Math.floor(Math.random() * 16_000)
    const server = createServer()
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!listening) continue
    await new Promise((resolve) => server.close(resolve))
    return port
  }
  throw new Error('no free port between 16384 and 32384 in 50 tries')
}
