/**
 * A real Postgres for one test file: a cluster of its own in a directory of its own, reached through a Unix socket in
 * that directory, gone when it is stopped. One cluster serves many databases: `createDatabase` answers a fresh one.
 *
 * It can be stopped at once or killed as in a crash, and started again with what it had on disk.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export interface PostgresProcess {
  /** Connection string of a new, empty database. `options` are createdb's own, such as `--locale-provider=icu`. */
  createDatabase(...options: string[]): Promise<string>
  /** Ends every connection and the server, as an operator does. Resolves when it is gone. */
  stop(): Promise<void>
  /** Ends without a checkpoint, like a loss of power that spares the disk: the next start replays its log. */
  stopAtOnce(): Promise<void>
  /** SIGKILL to the server alone; its backends notice and end. */
  kill(): Promise<void>
  /** Starts it again on the same files and the same address. */
  start(): Promise<void>
  /**
   * A copy of it that follows it and answers reads only. From here on the original confirms a commit when both have it
   * on disk, so it needs the standby. Close it before the original.
   */
  startStandby(): Promise<PostgresStandby>
  /** Ends it and removes its files. Idempotent. */
  close(): Promise<void>
}

export interface PostgresStandby {
  /** Connection string of a database of the original, here. */
  addressOf(connectionString: string): string
  /** Resolves when it takes writes. */
  promote(): Promise<void>
  close(): Promise<void>
}

export { type FloatingAddress, floatingAddress } from './floating-address.ts'

export interface PostgresOptions {
  /** False is several times faster and loses commits when the machine stops: not for tests of durability. */
  readonly fsync?: boolean
}

const START_DEADLINE_MS = 30_000
const SUPERUSER = 'dure'
const run = promisify(execFile)

/** Postgres refuses to run as root: root starts it as the user its package made. */
interface Account {
  readonly uid?: number
  readonly gid?: number
}

/** @throws Error with one line on what to install when there is no Postgres on this machine. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresProcess> {
  const bin = await findBinaries()
  const account = await accountToRunAs()
  const directory = await mkdtemp(join(tmpdir(), 'dure-postgres-'))
  const spawning = { ...account, cwd: directory, env: { PATH: bin, LC_ALL: 'C', HOME: directory } }
  const data = join(directory, 'data')
  const flags = flagsFor(data, directory, options)

  let child: ChildProcess | undefined
  const killAtExit = () => child?.kill('SIGQUIT')
  process.on('exit', killAtExit)

  const end = async (signal: NodeJS.Signals) => {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    const exited = once(dying, 'exit')
    dying.kill(signal)
    await exited
  }
  const start = async () => {
    if (child) throw new Error('Postgres is still running: stop it first')
    child = await launch(join(bin, 'postgres'), flags, spawning)
  }
  const close = async () => {
    await end('SIGQUIT')
    process.off('exit', killAtExit)
    await rm(directory, { recursive: true, force: true })
  }

  try {
    if (account.uid !== undefined && account.gid !== undefined) await chown(directory, account.uid, account.gid)
    const initdb = ['-D', data, '-U', SUPERUSER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
    await run(join(bin, 'initdb'), initdb, spawning)
    await start()
  } catch (error) {
    await close()
    throw error
  }

  let databases = 0
  return {
    async createDatabase(...createOptions) {
      databases += 1
      const name = `test_${databases}`
      await run(join(bin, 'createdb'), ['-h', directory, '-U', SUPERUSER, ...createOptions, name], spawning)
      return `postgresql://${SUPERUSER}@localhost/${name}?host=${encodeURIComponent(directory)}`
    },
    stop: () => end('SIGINT'),
    stopAtOnce: () => end('SIGQUIT'),
    kill: () => end('SIGKILL'),
    start,
    startStandby: () => startStandby(bin, spawning, directory, options),
    close,
  }
}

function flagsFor(data: string, socketFolder: string, options: PostgresOptions): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    fsync: options.fsync === false ? 'off' : 'on',
    shared_buffers: '32MB',
    max_connections: '60',
  }
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** @param original The directory of the cluster to follow. */
async function startStandby(
  bin: string,
  spawning: Spawning,
  original: string,
  options: PostgresOptions,
): Promise<PostgresStandby> {
  const directory = await mkdtemp(join(tmpdir(), 'dure-standby-'))
  if (spawning.uid !== undefined && spawning.gid !== undefined) await chown(directory, spawning.uid, spawning.gid)
  const data = join(directory, 'data')
  const there = ['-h', original, '-U', SUPERUSER]
  const tell = (...words: string[]) =>
    run(join(bin, 'psql'), [...there, '-d', 'postgres', ...words.flatMap((each) => ['-c', each])], spawning)
  let child: ChildProcess | undefined
  const close = async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = once(child, 'exit')
      child.kill('SIGQUIT')
      await exited
    }
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await run(join(bin, 'pg_basebackup'), [...there, '-D', data, '-R', '-c', 'fast', '--no-sync'], spawning)
    child = await launch(join(bin, 'postgres'), flagsFor(data, directory, options), spawning)
    await tell("alter system set synchronous_standby_names = '*'", 'select pg_reload_conf()')
  } catch (error) {
    await close()
    throw error
  }
  return {
    addressOf(connectionString) {
      const url = new URL(connectionString)
      url.searchParams.set('host', directory)
      return url.toString()
    },
    promote: async () => {
      await run(join(bin, 'pg_ctl'), ['promote', '-w', '-D', data], spawning)
    },
    close,
  }
}

type Spawning = Account & { readonly cwd: string; readonly env: NodeJS.ProcessEnv }

/** Resolves when the server says that it takes connections. */
async function launch(postgres: string, flags: readonly string[], spawning: Spawning): Promise<ChildProcess> {
  const deadline = performance.now() + START_DEADLINE_MS
  for (;;) {
    const child = spawn(postgres, flags, { ...spawning, stdio: ['ignore', 'ignore', 'pipe'] })
    const said = await firstWords(child, deadline - performance.now())
    if (said.ready) return child
    child.kill('SIGKILL')
    // After `kill` the backends of the old server live on for a moment and hold its memory: their end is waited for by
    // asking again.
    if (said.text.includes('is still in use') && performance.now() < deadline) continue
    throw new Error(`Postgres did not start:\n${said.text}`)
  }
}

async function firstWords(child: ChildProcess, deadlineMs: number): Promise<{ ready: boolean; text: string }> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), deadlineMs)
  const said: string[] = []
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (said.length < 50) said.push(line)
      if (/ready to accept (read-only )?connections/.test(line)) resolve(true)
    })
  }
  child.on('error', (error) => {
    said.push(error.message)
    resolve(false)
  })
  child.on('exit', () => resolve(false))
  const ready = await promise
  clearTimeout(timer)
  return { ready, text: said.join('\n') }
}

/** The folder of initdb and postgres: from PATH, else where Debian keeps them, newest version first. */
async function findBinaries(): Promise<string> {
  const debian = '/usr/lib/postgresql'
  const versions = await readdir(debian).catch(() => [])
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debian, version, 'bin'))
  const { PATH } = process.env
  const inPath = (PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  for (const folder of [...inPath, ...newestFirst]) {
    const found = await Promise.all(
      ['initdb', 'postgres', 'createdb'].map((name) => stat(join(folder, name)).catch(() => undefined)),
    )
    if (found.every((each) => each?.isFile())) return folder
  }
  throw new Error('Postgres cannot be started: install it (Debian, Ubuntu: apt-get install postgresql)')
}

async function accountToRunAs(): Promise<Account> {
  if (process.getuid?.() !== 0) return {}
  const idOf = async (flag: string) => Number((await run('id', [flag, 'postgres'])).stdout)
  try {
    return { uid: await idOf('-u'), gid: await idOf('-g') }
  } catch (cause) {
    throw new Error('Postgres does not run as root, and there is no user `postgres`: run the tests as another user', {
      cause,
    })
  }
}
