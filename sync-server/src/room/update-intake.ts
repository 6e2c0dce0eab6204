/**
 * Takes updates into one document's log (DESIGN section 1, steps 6 to 9): judge, submit to the committer, and tell the
 * room and the sender what became of it. Every submission is answered exactly once, in any order.
 *
 * An update is judged against the log as it will be once everything under way is committed, so that a client need not
 * wait for one edit to be on disk before it sends the next. When something under way is refused after all, whatever
 * queued up behind it is taken back and judged anew.
 */

import {
  encodeClocks,
  InvalidUpdate,
  judgeUpdate,
  type KnownState,
  scanUpdate,
  type UpdateShape,
  type Verdict,
} from '@dure/document/update'
import {
  type ClientSeq,
  type DocumentId,
  type Epoch,
  MAX_UPDATE_BYTES,
  REFUSAL,
  type RefusalReason,
  type SessionId,
  type UserId,
} from '@dure/protocol'
import type { AppendOutcome, StoreUnavailable } from '@dure/store'
import { diffUpdate } from 'yjs'
import type { Committer } from '../log/committer.ts'
import type { WindowRow } from './log-window.ts'
import { PendingClocks } from './pending-clocks.ts'

/** One update on its way into the log. */
export interface Submission {
  readonly sessionId: SessionId
  readonly clientSeq: ClientSeq
  readonly userId: UserId
  readonly update: Uint8Array
  /** The connection it came by, to tell its own edits from others'. */
  readonly author: object
  /** True for a client's answer to "what do you have": it repeats deletions that may be known. */
  readonly restates: boolean
  /** Its effect is on disk. */
  durable(): void
  /** It changed nothing. */
  refused(reason: RefusalReason, detail: string): void
}

export interface IntakeEvents {
  /** The update is in the log under this seq. Called before its sender is told. */
  committed(row: WindowRow, author: object): void
  /** Our idea of the log is out of date: another lineage, or the document is gone. */
  replaced(): void
  removed(): void
  refusal(reason: RefusalReason): void
}

interface Underway {
  readonly submission: Submission
  readonly bytes: Uint8Array
  readonly shape: UpdateShape
  /** Submissions whose content is all in this one and the ones before it. */
  readonly echoes: Submission[]
}

export interface IntakeDeps {
  readonly documentId: DocumentId
  readonly epoch: Epoch
  readonly known: KnownState
  readonly committer: Pick<Committer, 'submit' | 'withdraw'>
  /** Reads what other replicas may have committed; undefined when this process is the store's only writer. */
  readonly catchUp: (() => Promise<void>) | undefined
  /** Computes which ids are deleted, into `known`. */
  readonly learnDeletes: () => Promise<void>
  readonly events: IntakeEvents
}

export class UpdateIntake {
  readonly #deps: IntakeDeps
  readonly #pending: PendingClocks
  #underway: Underway[] = []
  /** Submissions that build on something unknown, while the log is being read for it; undefined when it is not. */
  #waiting: Submission[] | undefined

  constructor(deps: IntakeDeps) {
    this.#deps = deps
    this.#pending = new PendingClocks(deps.known)
  }

  /** Whether something is still to be answered. */
  get busy(): boolean {
    return this.#underway.length > 0 || this.#waiting !== undefined
  }

  submit(submission: Submission): void {
    // Order within a session is kept: what follows a waiting update most likely builds on it.
    if (this.#waiting?.some((each) => each.sessionId === submission.sessionId)) this.#waiting.push(submission)
    else this.#judge(submission, this.#deps.catchUp !== undefined)
  }

  #judge(submission: Submission, mayCatchUp: boolean): void {
    const bytes = submission.update
    if (bytes.length > MAX_UPDATE_BYTES) {
      this.#refuse(submission, REFUSAL.tooLarge, `${bytes.length} bytes, at most ${MAX_UPDATE_BYTES}`)
      return
    }
    let shape: UpdateShape
    try {
      shape = scanUpdate(bytes)
    } catch (error) {
      if (!(error instanceof InvalidUpdate)) throw error
      this.#refuse(submission, error.kind === 'malformed' ? REFUSAL.malformed : REFUSAL.notAllowed, error.message)
      return
    }
    const verdict = judgeUpdate(shape, this.#pending)
    switch (verdict.kind) {
      case 'accept':
        if (this.#mayRestate(submission, shape)) {
          this.#wait(submission, this.#deps.learnDeletes)
          return
        }
        // A copy: the update is a view of a socket's read buffer, which would stay alive with it.
        this.#enqueue(submission, new Uint8Array(bytes), shape)
        return
      case 'nothing-new':
        this.#echo(submission, shape)
        return
      case 'overlaps':
        this.#trim(submission, bytes)
        return
      case 'skips':
        this.#skips(submission, verdict, mayCatchUp)
        return
      default:
        verdict satisfies never
    }
  }

  #echo(submission: Submission, shape: UpdateShape): void {
    const last = this.#underway.at(-1)
    if (!last || judgeUpdate(shape, this.#deps.known).kind === 'nothing-new') submission.durable()
    else last.echoes.push(submission)
  }

  /** Cuts off what the log has already; a client that reconnects may send it again with more. */
  #trim(submission: Submission, bytes: Uint8Array): void {
    const clocks = new Map<number, number>()
    for (const run of scanUpdate(bytes).runs) clocks.set(run.client, this.#pending.nextClock(run.client))
    const trimmed = new Uint8Array(diffUpdate(bytes, encodeClocks(clocks)))
    const shape = scanUpdate(trimmed)
    if (judgeUpdate(shape, this.#pending).kind === 'accept') this.#enqueue(submission, trimmed, shape)
    else
      this.#refuse(
        submission,
        REFUSAL.redefinesClocks,
        'it begins before what is known of its client and does not fit on after it',
      )
  }

  #skips(submission: Submission, verdict: Verdict & { kind: 'skips' }, mayCatchUp: boolean): void {
    if (!mayCatchUp || !this.#deps.catchUp) {
      this.#refuse(submission, REFUSAL.skipsClocks, verdict.detail)
      return
    }
    this.#wait(submission, this.#deps.catchUp)
  }

  /** Only deletions, of which some may be known, by a client that tells all it has: writing them again is no edit. */
  #mayRestate(submission: Submission, shape: UpdateShape): boolean {
    const { known } = this.#deps
    return (
      submission.restates &&
      known.deleted === undefined &&
      shape.deletes.length > 0 &&
      shape.runs.every((run) => run.end <= known.nextClock(run.client))
    )
  }

  /** Sets a submission aside until `learn` is done, then judges it, and whatever its session sent after it, for good. */
  #wait(submission: Submission, learn: () => Promise<void>): void {
    if (this.#waiting) {
      this.#waiting.push(submission)
      return
    }
    this.#waiting = [submission]
    void learn().then(() => {
      const waiting = this.#waiting ?? []
      this.#waiting = undefined
      for (const each of waiting) this.#judge(each, false)
    })
  }

  #enqueue(submission: Submission, bytes: Uint8Array, shape: UpdateShape): void {
    const { documentId, epoch, committer } = this.#deps
    const { sessionId, clientSeq, userId } = submission
    const yjsClientIds = shape.runs.map((run) => run.client)
    const entry: Underway = { submission, bytes, shape, echoes: [] }
    const taken = committer.submit(
      { documentId, epoch, sessionId, clientSeq, userId, yjsClientIds, bytes },
      { settled: (outcome) => this.#settled(entry, outcome), failed: (error) => this.#failed(entry, error) },
    )
    if (!taken) {
      this.#refuse(submission, REFUSAL.cannotStore, 'too much is waiting for the disk')
      return
    }
    this.#underway.push(entry)
    this.#pending.add(shape)
  }

  #settled(entry: Underway, outcome: AppendOutcome): void {
    const { known, events } = this.#deps
    this.#finish(entry)
    switch (outcome.kind) {
      case 'committed':
        known.take(entry.shape)
        events.committed({ seq: outcome.seq, bytes: entry.bytes }, entry.submission.author)
        this.#durable(entry)
        return
      case 'duplicate':
        this.#durable(entry)
        // Ours to know already, unless another replica took it. Then what follows was judged on more than we can see.
        if (judgeUpdate(entry.shape, known).kind !== 'nothing-new' && entry.shape.runs.length > 0) this.#judgeAnew()
        return
      case 'foreign-client':
        this.#refuseAll(entry, REFUSAL.foreignClient, `Yjs client id ${outcome.yjsClientId} belongs to someone else`)
        this.#judgeAnew()
        return
      case 'wrong-epoch':
        this.#refuseAll(entry, REFUSAL.wrongEpoch, `the document is at epoch ${outcome.epoch}`)
        events.replaced()
        return
      case 'unknown-document':
        this.#refuseAll(entry, REFUSAL.wrongEpoch, 'the document no longer exists')
        events.removed()
        return
      default:
        outcome satisfies never
    }
  }

  #failed(entry: Underway, error: StoreUnavailable): void {
    this.#finish(entry)
    this.#refuseAll(entry, REFUSAL.cannotStore, error.message)
  }

  #finish(entry: Underway): void {
    // Answers come in order, so it is the first but for entries that were taken back.
    const at = this.#underway.indexOf(entry)
    if (at >= 0) this.#underway.splice(at, 1)
    if (this.#underway.length === 0) this.#pending.clear()
  }

  #durable(entry: Underway): void {
    entry.submission.durable()
    for (const echo of entry.echoes) echo.durable()
  }

  #refuseAll(entry: Underway, reason: RefusalReason, detail: string): void {
    this.#refuse(entry.submission, reason, detail)
    for (const echo of entry.echoes) this.#refuse(echo, reason, detail)
  }

  #refuse(submission: Submission, reason: RefusalReason, detail: string): void {
    this.#deps.events.refusal(reason)
    submission.refused(reason, detail)
  }

  /** Takes back what is queued and not yet handed to the store, and judges it on what is left under way. */
  #judgeAnew(): void {
    const count = this.#deps.committer.withdraw(this.#deps.documentId)
    const withdrawn = this.#underway.splice(this.#underway.length - count, count)
    this.#pending.clear()
    for (const entry of this.#underway) this.#pending.add(entry.shape)
    for (const entry of withdrawn) {
      for (const submission of [entry.submission, ...entry.echoes]) this.submit(submission)
    }
  }
}
