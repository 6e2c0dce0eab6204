/**
 * One process a data directory. The lock is SQLite's own lock on an empty database file, which the system drops when
 * the process ends however it ends, so a crash never leaves a directory that nobody may open.
 *
 * `dure.pid` beside it names the holder for the message to the next one; it is never asked who holds the lock.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreRefused } from '../store.ts'
import { sqliteCodeOf } from './sqlite-failure.ts'

const SQLITE_BUSY = 5

export class DirectoryLock {
  readonly #lock: DatabaseSync
  readonly #pidPath: string

  /** @throws StoreRefused when another process holds the directory, or it cannot be written to. */
  constructor(directory: string) {
    this.#pidPath = join(directory, 'dure.pid')
    try {
      this.#lock = new DatabaseSync(join(directory, 'dure.lock'), { timeout: 0 })
    } catch (error) {
      throw cannotWrite(directory, error)
    }
    try {
      // No journal file: nothing is ever written here, only locked.
      this.#lock.exec('pragma journal_mode = memory; begin exclusive')
      writeFileSync(this.#pidPath, `${process.pid} ${hostname()}\n`)
    } catch (error) {
      this.#lock.close()
      throw sqliteCodeOf(error) === SQLITE_BUSY ? inUse(directory, this.#pidPath) : cannotWrite(directory, error)
    }
  }

  release(): void {
    rmSync(this.#pidPath, { force: true })
    this.#lock.close()
  }
}

function inUse(directory: string, pidPath: string): StoreRefused {
  const holder = readHolder(pidPath)
  return new StoreRefused(
    `The data directory ${directory} is in use by another Dure process${holder ? ` (${holder})` : ''}: one process a directory. Stop it, or give this one a directory of its own.`,
  )
}

/** The holder writes its name just after it has locked: nothing, or a name left by a dead one, may stand there. */
function readHolder(pidPath: string): string | undefined {
  try {
    const [pid = '', host = ''] = readFileSync(pidPath, 'utf8').trim().split(' ')
    if (!/^\d+$/.test(pid)) return undefined
    if (host !== hostname()) return `pid ${pid} on ${host}`
    process.kill(Number(pid), 0)
    return `pid ${pid}`
  } catch (error) {
    // EPERM: it lives, under another user.
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return 'of another user'
    return undefined
  }
}

const cannotWrite = (directory: string, cause: unknown): StoreRefused =>
  new StoreRefused(
    `The data directory ${directory} cannot be written to: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  )
