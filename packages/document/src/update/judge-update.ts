/**
 * Decides whether an update can join a log, from what is known of the log: one clock a client. Pure.
 *
 * Accepted means: every Yjs document that holds the log can integrate the update at once and in full. (Whether it makes
 * sense, e.g. names a parent that is text, only a document can tell; the projection finds that and quarantines.)
 */
import type { ClockRanges } from './clock-ranges.ts'
import { deepens, deepest, levelsOf } from './nesting.ts'
import type { ClockRange, UpdateShape } from './scan-update.ts'
import { MAX_DEPTH } from './update-limits.ts'

/** What is known: the next clock of each client, and, where it was worth computing, what is deleted. */
export interface Known {
  /** 0 for a client that never wrote. */
  nextClock(client: number): number
  /** Undefined when it was not computed: then every deletion counts as new. */
  readonly deleted: ClockRanges | undefined
  /** How many types are around an item, of those written since the document was last looked at as a whole. */
  levelOf(client: number, clock: number): number
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
  /** Nests types deeper than whoever walks or deletes them can follow, with what others were nested in before. */
  | { readonly kind: 'too-deep' }

const ACCEPT: Verdict = Object.freeze({ kind: 'accept' })
const NOTHING_NEW: Verdict = Object.freeze({ kind: 'nothing-new' })
const TOO_DEEP: Verdict = Object.freeze({ kind: 'too-deep' })
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
  const after = afterRuns(shape, known)
  for (const range of shape.deletes) {
    const end = after(range.client)
    if (range.end > end) return skips(`deletes client ${range.client} up to clock ${range.end}, known up to ${end}`)
  }
  if (!brings) return deletesAreKnown(shape.deletes, known) ? NOTHING_NEW : overlapOrAccept(shape, known)
  const missing = missingNeed(shape, after)
  if (missing) return skips(missing)
  if (overlaps) return OVERLAPS
  return nestsTooDeep(shape, known) ? TOO_DEEP : ACCEPT
}

/** What stays on its anchor's level was judged with that. */
const nestsTooDeep = ({ places }: UpdateShape, known: Known): boolean =>
  deepens(places) && deepest(levelsOf(places, (client, clock) => known.levelOf(client, clock))) >= MAX_DEPTH

/** Deletions alone, carried together with structs that are known: cut those off first. */
function overlapOrAccept(shape: UpdateShape, known: Known): Verdict {
  return shape.runs.some((run) => run.start < known.nextClock(run.client)) ? OVERLAPS : ACCEPT
}

const skips = (detail: string): Verdict => ({ kind: 'skips', detail })

/** The next clock of each client once the update's runs are in. Linear: an update may bring very many clients. */
function afterRuns(shape: UpdateShape, known: Known): (client: number) => number {
  const [first, ...others] = shape.runs
  if (others.length === 0) {
    return (client) => Math.max(known.nextClock(client), client === first?.client ? first.end : 0)
  }
  const ends = new Map(shape.runs.map((run) => [run.client, run.end]))
  return (client) => Math.max(known.nextClock(client), ends.get(client) ?? 0)
}

function deletesAreKnown(deletes: readonly ClockRange[], known: Known): boolean {
  if (deletes.length === 0) return true
  const { deleted } = known
  return deleted !== undefined && deletes.every((range) => deleted.covers(range))
}

/** Words for the first id that is neither known nor in the update, or for a knot that never unties; undefined if none. */
function missingNeed(shape: UpdateShape, after: (client: number) => number): string | undefined {
  for (let at = 0; at < shape.needs.length; at += 2) {
    const client = shape.needs[at] ?? 0
    const clock = shape.needs[at + 1] ?? 0
    if (clock >= after(client)) return `builds on ${client}:${clock}, which is not known`
  }
  return shape.tangled ? 'its clients build on each other in a circle' : undefined
}
