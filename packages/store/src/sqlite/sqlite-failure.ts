/** What an error of SQLite means to the caller. */
import { StoreRefused, StoreUnavailable } from '../store.ts'
import type { WorkerFailure } from './worker-message.ts'

/** SQLITE_FULL */
const DISK_FULL = 13

/** Primary result codes after which the call may succeed later: the disk, the file or another process is in the way. */
const UNAVAILABLE = new Map<number, string>([
  [3, 'access to the file was denied'],
  [4, 'the transaction was aborted'],
  [5, 'another process holds the database'],
  [6, 'another process holds the database'],
  [7, 'out of memory'],
  [8, 'the file cannot be written'],
  [9, 'interrupted'],
  [10, 'the disk reported an error'],
  [11, 'the database file is damaged'],
  [DISK_FULL, 'the disk is full'],
  [14, 'the file cannot be opened'],
  [15, 'another process is recovering the database'],
  [26, 'the file is not a SQLite database'],
])

/** After these the connection itself is doubtful; a fresh one may find the file in order again. */
const REOPEN = new Set([3, 8, 10, 11, 14, 15, 26])

/** The primary result code, or undefined when SQLite did not throw this. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return error.errcode & 0xff
}

export const needsReopening = (error: unknown): boolean => REOPEN.has(sqliteCodeOf(error) ?? 0)

/** Damaged file, constraint, wrong type. */
const DAMAGE = new Set([11, 19, 20])

/**
 * Whether the error says that what is stored contradicts what is written, or is damaged: a row that is there already, a
 * number that is none, a page of the file that does not decode. That may be one document's misfortune alone.
 */
export const tellsOfDamage = (error: unknown): boolean =>
  error instanceof RangeError || error instanceof TypeError || DAMAGE.has(sqliteCodeOf(error) ?? 0)

/** Failures of the first opening that no waiting cures: someone has to name another directory or mend this one. */
const CANNOT_OPEN = new Set([3, 8, 11, 14, 26])

/** `path` is the database file that was to be opened. */
export function openFailureOf(error: unknown, path: string): WorkerFailure {
  const failure = failureOf(error)
  if (!CANNOT_OPEN.has(sqliteCodeOf(error) ?? 0)) return failure
  return { kind: 'refused', message: `${path} cannot be opened. ${failure.message}` }
}

export function failureOf(error: unknown): WorkerFailure {
  if (error instanceof StoreRefused) return { kind: 'refused', message: error.message }
  if (error instanceof StoreUnavailable) return { kind: 'unavailable', message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  const code = sqliteCodeOf(error)
  const cause = code === undefined ? undefined : UNAVAILABLE.get(code)
  if (cause !== undefined) {
    return { kind: 'unavailable', message: `SQLite: ${cause} (${message})`, full: code === DISK_FULL }
  }
  return { kind: 'sql', message }
}
