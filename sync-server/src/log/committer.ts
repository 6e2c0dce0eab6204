/**
 * Group commit (ARCHITECTURE.md, steps 7 and 8). Owns the queue between the rooms and the store.
 *
 * One transaction is under way at a time; whatever has queued up meanwhile is the next one, so batches grow with load.
 * Nobody waits for a timer but in a document whose room is so busy that its next tick is some milliseconds away: what
 * comes for it until then is gathered and committed in one go. Outcomes of a document come back in the order of
 * submission.
 *
 * When a transaction fails, everything queued behind it fails with it: those updates were judged on the assumption
 * that the ones before them are in the log.
 */
import type { DocumentId } from '@dure/protocol'
import { type AppendOutcome, type AppendRequest, StoreUnavailable, type UpdateLog } from '@dure/store'
import type { Clock, Timer } from '../clock.ts'
import { MAX_BATCH_BYTES, MAX_BATCH_UPDATES, MAX_QUEUED_COMMIT_BYTES } from '../limits.ts'

/** Neither method may throw: the committer serves every document. */
export interface CommitListener {
  /** Called in the order of submission, after the transaction that decided it. */
  settled(outcome: AppendOutcome): void
  /** The store could not take it; nothing was written. */
  failed(error: StoreUnavailable): void
}

export interface CommitObserver {
  /** One transaction ended. `seconds` from handing it to the store to its answer; `failure`: why nothing was written. */
  batch(updates: number, seconds: number, failure: StoreUnavailable | undefined): void
}

interface Entry {
  readonly request: AppendRequest
  readonly listener: CommitListener
}

/** What waits for its document's room to be ready for it. */
interface Gathering {
  readonly entries: Entry[]
  readonly timer: Timer
}

export class Committer {
  readonly #log: Pick<UpdateLog, 'append'>
  readonly #observer: CommitObserver
  readonly #clock: Clock
  #queue: Entry[] = []
  readonly #gatherings = new Map<DocumentId, Gathering>()
  /** Bytes of the queue and of what is gathered. */
  #queuedBytes = 0
  #running: Promise<void> | undefined
  #closed = false

  constructor(log: Pick<UpdateLog, 'append'>, observer: CommitObserver, clock: Clock) {
    this.#log = log
    this.#observer = observer
    this.#clock = clock
  }

  get queuedUpdates(): number {
    let gathered = 0
    for (const { entries } of this.#gatherings.values()) gathered += entries.length
    return this.#queue.length + gathered
  }

  /**
   * Queues one update. False when the queue is full or closed: nothing was taken, and no listener will be called.
   * @param waitMs How long it may wait for more of its document; it waits no longer than the first that is waiting.
   */
  submit(request: AppendRequest, listener: CommitListener, waitMs = 0): boolean {
    const { documentId, bytes } = request
    if (this.#closed || this.#queuedBytes + bytes.length > MAX_QUEUED_COMMIT_BYTES) return false
    this.#queuedBytes += bytes.length
    const gathering = this.#gatherings.get(documentId)
    if (gathering) gathering.entries.push({ request, listener })
    else if (waitMs > 0) this.#gather({ request, listener }, waitMs)
    else this.#enqueue([{ request, listener }])
    return true
  }

  #gather(first: Entry, waitMs: number): void {
    const { documentId } = first.request
    const timer = this.#clock.setTimeout(() => this.#release(documentId), waitMs)
    this.#gatherings.set(documentId, { entries: [first], timer })
  }

  #release(documentId: DocumentId): void {
    const gathering = this.#gatherings.get(documentId)
    if (!gathering) return
    gathering.timer.cancel()
    this.#gatherings.delete(documentId)
    this.#enqueue(gathering.entries)
  }

  #enqueue(entries: readonly Entry[]): void {
    for (const entry of entries) this.#queue.push(entry)
    this.#running ??= this.#run()
  }

  /**
   * Takes back what is queued for a document and not yet handed to the store: the newest of its submissions. Answers
   * how many they were; no listener is called for them.
   */
  withdraw(documentId: DocumentId): number {
    this.#release(documentId)
    const before = this.#queue.length
    this.#queue = this.#queue.filter(({ request }) => {
      if (request.documentId !== documentId) return true
      this.#queuedBytes -= request.bytes.length
      return false
    })
    return before - this.#queue.length
  }

  /** Takes no more, and resolves when everything queued is settled. */
  async close(): Promise<void> {
    this.#closed = true
    for (const documentId of [...this.#gatherings.keys()]) this.#release(documentId)
    await this.#running
  }

  async #run(): Promise<void> {
    // The first update of an idle server waits one microtask, so that a burst in one tick is one transaction.
    await Promise.resolve()
    while (this.#queue.length > 0) await this.#commit(this.#takeBatch())
    this.#running = undefined
  }

  #takeBatch(): Entry[] {
    let bytes = 0
    let count = 0
    for (const { request } of this.#queue) {
      if (count === MAX_BATCH_UPDATES || (count > 0 && bytes + request.bytes.length > MAX_BATCH_BYTES)) break
      bytes += request.bytes.length
      count += 1
    }
    this.#queuedBytes -= bytes
    return this.#queue.splice(0, count)
  }

  async #commit(batch: readonly Entry[]): Promise<void> {
    const started = performance.now()
    let outcomes: readonly AppendOutcome[]
    try {
      outcomes = await this.#log.append(batch.map((entry) => entry.request))
    } catch (error) {
      const failure =
        error instanceof StoreUnavailable ? error : new StoreUnavailable('the store failed', { cause: error })
      this.#observer.batch(batch.length, (performance.now() - started) / 1000, failure)
      this.#fail(batch, failure)
      return
    }
    this.#observer.batch(batch.length, (performance.now() - started) / 1000, undefined)
    batch.forEach((entry, index) => {
      const outcome = outcomes[index]
      if (outcome) entry.listener.settled(outcome)
      else entry.listener.failed(new StoreUnavailable('the store answered fewer outcomes than it was asked for'))
    })
  }

  #fail(batch: readonly Entry[], error: StoreUnavailable): void {
    for (const documentId of [...this.#gatherings.keys()]) this.#release(documentId)
    const queued = this.#queue
    this.#queue = []
    this.#queuedBytes = 0
    for (const entry of batch) entry.listener.failed(error)
    for (const entry of queued) entry.listener.failed(error)
  }
}
