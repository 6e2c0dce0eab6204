/**
 * Statements that are known before the first is run: one transaction that nobody else waits in the middle of. Where each
 * is asked for by itself, appends stand behind as many turns of a busy main thread.
 */
import type { CompiledQuery } from 'kysely'

export interface Step {
  readonly query: CompiledQuery
  /** How many rows it must change. */
  readonly changes: number
}

/** False when a step changed another number of rows than it must: then nothing was changed at all. */
export type Together = (steps: readonly Step[]) => Promise<boolean>
