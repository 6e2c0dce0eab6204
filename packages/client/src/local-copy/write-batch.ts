/** What is written to the local copy in one transaction. */
import type { Outbox } from '../outbox.ts'
import type { LogRun, WholeDocument } from './local-copy.ts'

/** What waits to be written. */
export interface Batch {
  readonly outbox: Outbox | undefined
  readonly strict: boolean
  readonly whole: WholeDocument | undefined
  readonly runs: readonly LogRun[]
}

export const NOTHING: Batch = Object.freeze({ outbox: undefined, strict: false, whole: undefined, runs: [] })

/** Neighbouring runs as one: fewer rows for the same content. */
export function joined(runs: readonly LogRun[]): readonly LogRun[] {
  const result: LogRun[] = []
  for (const run of runs) {
    const last = result.at(-1)
    if (last && last.epoch === run.epoch && run.fromSeq <= last.toSeq + 1) {
      result[result.length - 1] = { ...last, toSeq: run.toSeq, updates: [...last.updates, ...run.updates] }
    } else result.push(run)
  }
  return result
}
