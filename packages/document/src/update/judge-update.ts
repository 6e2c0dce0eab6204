/**
 * Decides whether an update can join a log, from what is known of the log: one clock a client. Pure.
 *
 * Accepted means: every Yjs document that holds the log can integrate the update at once and in full. (Whether it makes
 * sense, e.g. names a parent that is text, only a document can tell; the projection finds that and quarantines.)
 */
import type { ClockRanges } from './clock-ranges.ts'
import type { ClockRange, UpdateShape } from './scan-update.ts'

/** What is known: the next clock of each client, and, where it was worth computing, what is deleted. */
export interface Known {
  /** 0 for a client that never wrote. */
  nextClock(client: number): number
  /** Undefined when it was not computed: then every deletion counts as new. */
  readonly deleted: ClockRanges | undefined
}

export type Verdict =
  /** Take it as it is. */
  | { readonly kind: 'accept' }
  /** Everything in it is in the log: acknowledge it, write nothing. */
  | { readonly kind: 'nothing-new' }
  /** Begins before what is known and goes on after it: cut the known part off, then judge again. */
  | { readonly kind: 'overlaps' }
  /** Builds on ids that are not in the log (yet). */
  | { readonly kind: 'skips'; readonly detail: string }

const ACCEPT: Verdict = Object.freeze({ kind: 'accept' })
const NOTHING_NEW: Verdict = Object.freeze({ kind: 'nothing-new' })
const OVERLAPS: Verdict = Object.freeze({ kind: 'overlaps' })

export function judgeUpdate(shape: UpdateShape, known: Known): Verdict {
  let brings = false
  let overlaps = false
  for (const run of shape.runs) {
    const next = known.nextClock(run.client)
    if (run.start > next) return skips(`client ${run.client} goes on at clock ${run.start}, known up to ${next}`)
    if (run.end <= next) continue
    brings = true
    if (run.start < next) overlaps = true
  }
  for (const range of shape.deletes) {
    const end = Math.max(known.nextClock(range.client), runEnd(shape.runs, range.client))
    if (range.end > end) return skips(`deletes client ${range.client} up to clock ${range.end}, known up to ${end}`)
  }
  if (!brings) return deletesAreKnown(shape.deletes, known) ? NOTHING_NEW : overlapOrAccept(shape, known)
  const missing = missingNeed(shape, known)
  if (missing) return skips(missing)
  return overlaps ? OVERLAPS : ACCEPT
}

/** Deletions alone, carried together with structs that are known: cut those off first. */
function overlapOrAccept(shape: UpdateShape, known: Known): Verdict {
  return shape.runs.some((run) => run.start < known.nextClock(run.client)) ? OVERLAPS : ACCEPT
}

const skips = (detail: string): Verdict => ({ kind: 'skips', detail })

const runEnd = (runs: readonly ClockRange[], client: number): number =>
  runs.find((run) => run.client === client)?.end ?? 0

function deletesAreKnown(deletes: readonly ClockRange[], known: Known): boolean {
  if (deletes.length === 0) return true
  const { deleted } = known
  return deleted !== undefined && deletes.every((range) => deleted.covers(range))
}

/** Words for the first id that is neither known nor in the update, or for a knot that never unties; undefined if none. */
function missingNeed(shape: UpdateShape, known: Known): string | undefined {
  for (let at = 0; at < shape.needs.length; at += 2) {
    const client = shape.needs[at] ?? 0
    const clock = shape.needs[at + 1] ?? 0
    if (clock >= known.nextClock(client) && clock >= runEnd(shape.runs, client)) {
      return `builds on ${client}:${clock}, which is not known`
    }
  }
  return shape.structs.length > 0 && !untangles(shape, known)
    ? 'its clients build on each other in a circle'
    : undefined
}

/**
 * Whether the structs of several clients can be integrated in some order: each client's in turn, as far as their needs
 * are met, round after round. A round without progress is a circle, which Yjs would keep pending for ever.
 */
function untangles(shape: UpdateShape, known: Known): boolean {
  const reached = new Map<number, number>(shape.runs.map((run) => [run.client, known.nextClock(run.client)]))
  const queues = new Map<number, { structs: typeof shape.structs; at: number }>()
  for (const run of shape.runs) {
    queues.set(run.client, { structs: shape.structs.filter((struct) => struct.client === run.client), at: 0 })
  }
  const met = (needs: readonly number[]): boolean => {
    for (let at = 0; at < needs.length; at += 2) {
      const client = needs[at] ?? 0
      if ((needs[at + 1] ?? 0) >= (reached.get(client) ?? known.nextClock(client))) return false
    }
    return true
  }
  for (let progress = true; progress; ) {
    progress = false
    for (const [client, queue] of queues) {
      for (let next = queue.structs[queue.at]; next && met(next.needs); next = queue.structs[queue.at]) {
        reached.set(client, Math.max(reached.get(client) ?? 0, next.end))
        queue.at += 1
        progress = true
      }
      if (queue.at === queue.structs.length) queues.delete(client)
    }
  }
  return queues.size === 0
}
