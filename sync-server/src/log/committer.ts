/**
 * Group commit (DESIGN section 1, steps 7 and 8). Owns the queue between the rooms and the store.
 *
 * One transaction is under way at a time; whatever has queued up meanwhile is the next one, so batches grow with load
 * and nobody waits for a timer. Outcomes come back in the order of submission.
 *
 * When a transaction fails, everything queued behind it fails with it: those updates were judged on the assumption
 * that the ones before them are in the log.
 */
import type { DocumentId } from '@dure/protocol'
import { type AppendOutcome, type AppendRequest, StoreUnavailable, type UpdateLog } from '@dure/store'
import { MAX_BATCH_BYTES, MAX_BATCH_UPDATES, MAX_QUEUED_COMMIT_BYTES } from '../limits.ts'

/** Neither method may throw: the committer serves every document. */
export interface CommitListener {
  /** Called in the order of submission, after the transaction that decided it. */
  settled(outcome: AppendOutcome): void
  /** The store could not take it; nothing was written. */
  failed(error: StoreUnavailable): void
}

export interface CommitObserver {
  /** One transaction ended. `seconds` from handing it to the store to its answer. */
  batch(updates: number, seconds: number, ok: boolean): void
}

interface Entry {
  readonly request: AppendRequest
  readonly listener: CommitListener
}

export class Committer {
  readonly #log: Pick<UpdateLog, 'append'>
  readonly #observer: CommitObserver
  #queue: Entry[] = []
  #queuedBytes = 0
  #running: Promise<void> | undefined
  #closed = false

  constructor(log: Pick<UpdateLog, 'append'>, observer: CommitObserver) {
    this.#log = log
    this.#observer = observer
  }

  get queuedUpdates(): number {
    return this.#queue.length
  }

  /** Queues one update. False when the queue is full or closed: nothing was taken, and no listener will be called. */
  submit(request: AppendRequest, listener: CommitListener): boolean {
    if (this.#closed || this.#queuedBytes + request.bytes.length > MAX_QUEUED_COMMIT_BYTES) return false
    this.#queue.push({ request, listener })
    this.#queuedBytes += request.bytes.length
    this.#running ??= this.#run()
    return true
  }

  /**
   * Takes back what is queued for a document and not yet handed to the store: the newest of its submissions. Answers
   * how many they were; no listener is called for them.
   */
  withdraw(documentId: DocumentId): number {
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
      this.#observer.batch(batch.length, (performance.now() - started) / 1000, false)
      this.#fail(
        batch,
        error instanceof StoreUnavailable ? error : new StoreUnavailable('the store failed', { cause: error }),
      )
      return
    }
    this.#observer.batch(batch.length, (performance.now() - started) / 1000, true)
    batch.forEach((entry, index) => {
      const outcome = outcomes[index]
      if (outcome) entry.listener.settled(outcome)
      else entry.listener.failed(new StoreUnavailable('the store answered fewer outcomes than it was asked for'))
    })
  }

  #fail(batch: readonly Entry[], error: StoreUnavailable): void {
    const queued = this.#queue
    this.#queue = []
    this.#queuedBytes = 0
    for (const entry of batch) entry.listener.failed(error)
    for (const entry of queued) entry.listener.failed(error)
  }
}
