/** What an error of Postgres, or of the way to it, means to the caller. */
import { DatabaseError } from 'pg'
import { LogDamaged, StoreRefused, StoreUnavailable } from '../store.ts'

/** Classes of SQLSTATE that are a mistake in the statement or its values: repeating them cannot help. */
const MISTAKES = ['0A', '21', '22', '23', '42', '54']

/** Permission denied: of class 42, but it is the operator who can change it. */
const INSUFFICIENT_PRIVILEGE = '42501'

const DISK_FULL = '53100'

/** At the opening, what no waiting cures: wrong password, no such database or role, not allowed to connect. */
const CANNOT_OPEN = ['28', '3D', '42']

/** The error as the store's callers know it; a mistake comes back as it was. */
export function failureOf(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof StoreRefused || error instanceof LogDamaged) return error
  if (error instanceof TypeError || error instanceof RangeError) return error
  if (error instanceof DatabaseError && isMistake(error.code ?? '')) return error
  // Everything else is a server that ends, restarts, is full or too slow, or a connection that broke. Only the message
  // and the code go on: `detail` and `where` of a DatabaseError may quote content.
  const reason = error instanceof Error ? error.message : String(error)
  return new PostgresUnavailable(`Postgres: ${reason}`, error instanceof DatabaseError ? error.code : undefined)
}

/** Classes of SQLSTATE, and single ones, that speak of what is stored: wrong values, broken constraints, damaged pages. */
const DAMAGE = ['22', '23', 'XX001', 'XX002']

/**
 * Whether the error says that what is stored contradicts what is written, or is damaged. That may be one document's
 * misfortune alone.
 */
export function tellsOfDamage(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return true
  return error instanceof DatabaseError && DAMAGE.some((code) => error.code?.startsWith(code))
}

class PostgresUnavailable extends StoreUnavailable {
  readonly sqlState: string | undefined

  constructor(message: string, sqlState: string | undefined) {
    super(message, { full: sqlState === DISK_FULL })
    this.sqlState = sqlState
  }
}

/** Like `failureOf`, for the first connection: there a mistake of the operator is refused, not waited out. */
export function openFailureOf(error: unknown): unknown {
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL') {
    // Not quoted: it holds a password.
    return new StoreRefused(
      'The connection string is no URL of the form postgresql://user:password@host:port/database.',
    )
  }
  const failure = failureOf(error)
  const needsOperator =
    failure instanceof PostgresUnavailable && CANNOT_OPEN.includes(failure.sqlState?.slice(0, 2) ?? '')
  return needsOperator
    ? new StoreRefused(`The store cannot be opened. ${failure.message}`, { cause: failure })
    : failure
}

const isMistake = (code: string): boolean => code !== INSUFFICIENT_PRIVILEGE && MISTAKES.includes(code.slice(0, 2))
