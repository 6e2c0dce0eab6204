/**
 * Looks at one update before it may join a document's log (ARCHITECTURE.md, step 6): what it says, whether it fits on
 * what is known and under way, and what must be learned first to tell. Changes nothing; `UpdateIntake` acts on it.
 *
 * Reading an update costs the main thread about 25 ns a byte. One that is so large that everybody would feel it is read,
 * and cut, by a worker.
 */
import { MIGRATION_CLIENT_ID } from '@dure/document'
import {
  InvalidUpdate,
  judgeUpdate,
  type KnownState,
  MAX_DEPTH,
  scanUpdate,
  type UpdateShape,
} from '@dure/document/update'
import { MAX_UPDATE_BYTES, REFUSAL, type RefusalReason } from '@dure/protocol'
import { SERVER_USER_ID } from '../auth/identity.ts'
import { INLINE_SCAN_BYTES } from '../limits.ts'
import { type CutUpdate, cutUpdate } from '../projection/cut-update.ts'
import type { PendingClocks } from './pending-clocks.ts'
import type { Submission } from './submission.ts'

/** What was already looked up for a submission: each is done once at most, or nothing would ever end. */
export interface Learned {
  readonly log: boolean
  readonly deletes: boolean
  /** What a worker read in it, or why there was nothing to be read. */
  readonly shape: UpdateShape | InvalidUpdate | undefined
  /** What a worker left of it after cutting off what is known; `impossible` when Yjs cannot cut it. */
  readonly cut: CutUpdate | 'impossible' | undefined
}

export const NOTHING_LEARNED: Learned = Object.freeze({ log: false, deletes: false, shape: undefined, cut: undefined })

export type Finding =
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly detail: string }
  /** It cannot be told before this is known. */
  | { readonly kind: 'unclear'; readonly need: keyof Learned }
  /** Everything in it is in the log, or under way there. */
  | { readonly kind: 'nothing-new'; readonly shape: UpdateShape }
  | { readonly kind: 'fits'; readonly bytes: Uint8Array; readonly shape: UpdateShape }

export interface ExaminerDeps {
  readonly known: KnownState
  readonly pending: PendingClocks
  /** Whether other replicas may have written what is not known here. */
  readonly shared: boolean
}

const refused = (reason: RefusalReason, detail: string): Finding => ({ kind: 'refused', reason, detail })
const unclear = (need: keyof Learned): Finding => ({ kind: 'unclear', need })

export function examineUpdate(submission: Submission, learned: Learned, deps: ExaminerDeps): Finding {
  const { update } = submission
  if (update.length > MAX_UPDATE_BYTES) {
    return refused(REFUSAL.tooLarge, `${update.length} bytes, at most ${MAX_UPDATE_BYTES}`)
  }
  if (update.length > INLINE_SCAN_BYTES && !learned.shape) return unclear('shape')
  const shape = learned.shape ?? shapeOf(update)
  if (shape instanceof InvalidUpdate) {
    return refused(shape.kind === 'malformed' ? REFUSAL.malformed : REFUSAL.notAllowed, shape.message)
  }
  if (forgesServer(submission, shape, deps.known)) {
    return refused(REFUSAL.foreignClient, `Yjs client ids from ${MIGRATION_CLIENT_ID} are the server's`)
  }
  const verdict = judgeUpdate(shape, deps.pending)
  switch (verdict.kind) {
    case 'nothing-new':
      return { kind: 'nothing-new', shape }
    case 'too-deep':
      return refused(REFUSAL.notAllowed, `types nested deeper than ${MAX_DEPTH}`)
    case 'skips':
      return !learned.log && deps.shared ? unclear('log') : refused(REFUSAL.skipsClocks, verdict.detail)
    case 'accept':
      if (!learned.deletes && mayRestate(submission, shape, deps.known)) return unclear('deletes')
      // A copy: the update is a view of a socket's read buffer, which would stay alive with it.
      return { kind: 'fits', bytes: new Uint8Array(update), shape }
    case 'overlaps':
      if (!learned.deletes && mayRestate(submission, shape, deps.known)) return unclear('deletes')
      if (update.length > INLINE_SCAN_BYTES && !learned.cut) return unclear('cut')
      return fitting(learned.cut ?? cutUpdate(update, clocksToCut(shape, deps.pending)), deps.pending)
    default:
      return verdict satisfies never
  }
}

/** What is known of the clients an update writes under: it can be cut off. */
export const clocksToCut = ({ runs }: UpdateShape, pending: PendingClocks): ReadonlyMap<number, number> =>
  new Map(runs.map((run) => [run.client, pending.nextClock(run.client)]))

function fitting(cut: CutUpdate | 'impossible', pending: PendingClocks): Finding {
  if (cut !== 'impossible' && judgeUpdate(cut.shape, pending).kind === 'accept') return { kind: 'fits', ...cut }
  const detail = 'it begins before what is known of its client and does not fit on after it'
  return refused(REFUSAL.redefinesClocks, detail)
}

function shapeOf(update: Uint8Array): UpdateShape | InvalidUpdate {
  try {
    return scanUpdate(update)
  } catch (error) {
    if (error instanceof InvalidUpdate) return error
    throw error
  }
}

/** Whether somebody else writes on under the ids that the server seeds and migrates documents with. */
function forgesServer({ userId }: Submission, { runs }: UpdateShape, known: KnownState): boolean {
  if (userId === SERVER_USER_ID) return false
  return runs.some((run) => run.client >= MIGRATION_CLIENT_ID && run.end > known.nextClock(run.client))
}

/** Only deletions, of which some may be known, by a client that tells all it has: writing them again is no edit. */
function mayRestate(submission: Submission, shape: UpdateShape, known: KnownState): boolean {
  return (
    submission.restates &&
    known.deleted === undefined &&
    shape.deletes.length > 0 &&
    shape.runs.every((run) => run.end <= known.nextClock(run.client))
  )
}
