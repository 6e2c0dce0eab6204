/**
 * Takes updates into one document's log (ARCHITECTURE.md, steps 6 to 9): judge, submit to the committer, and tell the
 * room and the sender what became of it. Every submission is answered exactly once, in any order.
 *
 * An update is judged against the log as it will be once everything under way is committed, so that a client need not
 * wait for one edit to be on disk before it sends the next. When something under way is refused after all, whatever
 * queued up behind it is taken back and judged anew.
 */

import { InvalidUpdate, judgeUpdate, type KnownState, type UpdateShape } from '@dure/document/update'
import { type DocumentId, type Epoch, REFUSAL, type RefusalReason } from '@dure/protocol'
import type { AppendOutcome, StoreUnavailable } from '@dure/store'
import type { Committer } from '../log/committer.ts'
import { DocumentJobFailed, type DocumentWork, DocumentWorkBusy } from '../projection/document-work.ts'
import type { WindowRow } from './log-window.ts'
import type { Submission } from './submission.ts'
import { Underway, type UnderwayUpdate } from './underway.ts'
import { clocksToCut, type ExaminerDeps, examineUpdate, type Learned, NOTHING_LEARNED } from './update-examiner.ts'
import { type Waiting, WaitingList } from './waiting-list.ts'

export interface IntakeEvents {
  /** The update is in the log under this seq. Called before its sender is told. */
  committed(row: WindowRow, author: object): void
  /** Our idea of the log is out of date: another lineage, or the document is gone. */
  replaced(): void
  removed(): void
  refusal(reason: RefusalReason): void
  /** The store says that what it holds of the document contradicts itself. */
  damaged(detail: string): void
  /** Our own code threw over an answer of the store: what is in memory may be half a change (SPEC DU9). */
  broken(error: unknown): void
}

export interface IntakeDeps {
  readonly documentId: DocumentId
  readonly epoch: Epoch
  readonly known: KnownState
  readonly committer: Pick<Committer, 'submit' | 'withdraw'>
  /** Reads and cuts what is too large to be read here. */
  readonly work: Pick<DocumentWork, 'scan' | 'cut'>
  /** How long an update may wait for others of its document before it is committed, in milliseconds. */
  readonly gatherMs: () => number
  /** Reads what other replicas may have committed; undefined when this process is the store's only writer. */
  readonly catchUp: (() => Promise<void>) | undefined
  /** Computes which ids are deleted, into `known`. */
  readonly learnDeletes: () => Promise<void>
  readonly events: IntakeEvents
}

/** What people are told; the store's own words may name paths and hosts, and are for the operator. */
const DAMAGED = 'what is stored of this document is damaged'
const FULL = 'the disk of the server is full'
const AWAY = 'the server cannot reach its store just now'

export class UpdateIntake {
  readonly #deps: IntakeDeps
  readonly #examiner: ExaminerDeps
  readonly #underway: Underway
  readonly #waiting = new WaitingList()
  #learning = false
  #idle: PromiseWithResolvers<void> | undefined

  constructor(deps: IntakeDeps) {
    this.#deps = deps
    this.#underway = new Underway(deps.known)
    this.#examiner = { known: deps.known, pending: this.#underway.pending, shared: deps.catchUp !== undefined }
  }

  /** Whether something is still to be answered. */
  get busy(): boolean {
    return !this.#underway.isEmpty || !this.#waiting.isEmpty
  }

  submit(submission: Submission): void {
    if (this.#waiting.join(submission)) return
    const need = this.#judge(submission, NOTHING_LEARNED)
    if (!need) return
    this.#waiting.add(submission, need)
    if (!this.#learning) void this.#learn()
  }

  /** Resolves when everything submitted so far and until then is answered. */
  settled(): Promise<void> {
    if (!this.busy) return Promise.resolve()
    this.#idle ??= Promise.withResolvers()
    return this.#idle.promise
  }

  /** Answers the submission or passes it on; or tells what must be learned before that can be done. */
  #judge(submission: Submission, learned: Learned): keyof Learned | undefined {
    const finding = examineUpdate(submission, learned, this.#examiner)
    switch (finding.kind) {
      case 'refused':
        this.#refuse(submission, finding.reason, finding.detail)
        return undefined
      case 'unclear':
        return finding.need
      case 'nothing-new':
        this.#echo(submission, finding.shape)
        return undefined
      case 'fits':
        this.#enqueue(submission, finding.bytes, finding.shape)
        return undefined
      default:
        return finding satisfies never
    }
  }

  #echo(submission: Submission, shape: UpdateShape): void {
    const { last } = this.#underway
    if (!last || judgeUpdate(shape, this.#deps.known).kind === 'nothing-new') submission.durable()
    else last.echoes.push(submission)
  }

  /** Serves those that wait from the front, until none is left. */
  async #learn(): Promise<void> {
    this.#learning = true
    try {
      for (let first = this.#waiting.first; first; first = this.#waiting.first) {
        if (first.need) {
          await this.#learnFor(first, first.need)
          // One of its session may have been put before it meanwhile.
          continue
        }
        first.need = this.#judge(first.submission, first.learned)
        if (!first.need) this.#waiting.remove(first)
      }
    } catch (error) {
      this.#waiting.clear()
      this.#deps.events.broken(error)
    } finally {
      this.#learning = false
      this.#checkIdle()
    }
  }

  async #learnFor(first: Waiting, need: keyof Learned): Promise<void> {
    switch (need) {
      case 'log':
        return this.#learnForAll(need, () => this.#deps.catchUp?.())
      case 'deletes':
        return this.#learnForAll(need, () => this.#deps.learnDeletes())
      case 'shape':
        return this.#ask(first, async () => ({ shape: await this.#deps.work.scan(first.submission.update) }))
      case 'cut': {
        const { shape } = first.learned
        if (!shape || shape instanceof InvalidUpdate) throw new TypeError('only what was read can be cut')
        const clocks = clocksToCut(shape, this.#underway.pending)
        return this.#ask(first, async () => ({ cut: await this.#deps.work.cut(first.submission.update, clocks) }))
      }
      default:
        return need satisfies never
    }
  }

  /** Learns it for all that wait for it by now. */
  async #learnForAll(need: 'log' | 'deletes', learn: () => Promise<void> | undefined): Promise<void> {
    const served = this.#waiting.whoNeeds(need)
    await learn()
    for (const each of served) {
      each.learned = { ...each.learned, [need]: true }
      each.need = undefined
    }
  }

  /** Has a worker look at the one submission. */
  async #ask(first: Waiting, look: () => Promise<Partial<Learned>>): Promise<void> {
    try {
      first.learned = { ...first.learned, ...(await look()) }
    } catch (error) {
      if (!(error instanceof DocumentWorkBusy || error instanceof DocumentJobFailed)) throw error
      this.#waiting.remove(first)
      this.#refuse(first.submission, REFUSAL.cannotStore, 'the server is too busy to read so large an update')
    }
    first.need = undefined
  }

  #checkIdle(): void {
    if (this.busy) return
    this.#idle?.resolve()
    this.#idle = undefined
  }

  #enqueue(submission: Submission, bytes: Uint8Array, shape: UpdateShape): void {
    const { documentId, epoch, committer } = this.#deps
    const { sessionId, clientSeq, userId } = submission
    const yjsClientIds = shape.runs.map((run) => run.client)
    const entry: UnderwayUpdate = { submission, bytes, shape, echoes: [] }
    const taken = committer.submit(
      { documentId, epoch, sessionId, clientSeq, userId, yjsClientIds, bytes },
      {
        settled: (outcome) => this.#answer(() => this.#settled(entry, outcome)),
        failed: (error) => this.#answer(() => this.#failed(entry, error)),
      },
      this.#deps.gatherMs(),
    )
    if (!taken) {
      this.#refuse(submission, REFUSAL.cannotStore, 'too much is waiting for the disk')
      return
    }
    this.#underway.push(entry)
  }

  /** Runs what the store's answer brings about. It must not throw into the committer, which serves every document. */
  #answer(act: () => void): void {
    try {
      act()
    } catch (error) {
      this.#deps.events.broken(error)
    }
    this.#checkIdle()
  }

  #settled(entry: UnderwayUpdate, outcome: AppendOutcome): void {
    const { known, events } = this.#deps
    this.#underway.finish(entry)
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
      case 'damaged':
        this.#refuseAll(entry, REFUSAL.damaged, DAMAGED)
        events.damaged(outcome.detail)
        // What follows it was judged as if this were in the log, and fares no better.
        for (const later of this.#takeBack()) this.#refuseAll(later, REFUSAL.damaged, DAMAGED)
        return
      default:
        outcome satisfies never
    }
  }

  #failed(entry: UnderwayUpdate, error: StoreUnavailable): void {
    this.#underway.finish(entry)
    this.#refuseAll(entry, REFUSAL.cannotStore, error.full ? FULL : AWAY)
  }

  #durable(entry: UnderwayUpdate): void {
    entry.submission.durable()
    for (const echo of entry.echoes) echo.durable()
  }

  #refuseAll(entry: UnderwayUpdate, reason: RefusalReason, detail: string): void {
    this.#refuse(entry.submission, reason, detail)
    for (const echo of entry.echoes) this.#refuse(echo, reason, detail)
  }

  #refuse(submission: Submission, reason: RefusalReason, detail: string): void {
    this.#deps.events.refusal(reason)
    submission.refused(reason, detail)
  }

  /** Takes back what it can, and judges it on what is left under way. */
  #judgeAnew(): void {
    for (const entry of this.#takeBack()) {
      for (const submission of [entry.submission, ...entry.echoes]) this.submit(submission)
    }
  }

  /** What was queued and not yet handed to the store, taken back. */
  #takeBack(): readonly UnderwayUpdate[] {
    return this.#underway.takeBack(this.#deps.committer.withdraw(this.#deps.documentId))
  }
}
