/**
 * Follows one document's log from a position on, and hands its rows over in order, each once, whatever the order,
 * loss or repetition in which they are offered. What is missing is read from the store: after a short grace when a
 * number is skipped, at once when asked to catch up.
 *
 * This is the whole of "Redis is a hint" (SPEC DU5): offers come from the backplane, the truth from `UpdateLog`.
 */
import { type DocumentId, type Epoch, type Seq, toSeq } from '@dure/protocol'
import type { UpdateLog } from '@dure/store'
import type { Clock, Timer } from '../clock.ts'
import { GAP_GRACE_MS, HEAL_RETRY_MS, HEAL_ROWS, MAX_EARLY_BYTES } from '../limits.ts'
import type { WindowRow } from './log-window.ts'

export interface FollowerEvents {
  /** The next rows of the log. `head` may be beyond the last row: numbers of quarantined rows hold nothing. */
  rows(rows: readonly WindowRow[], head: Seq): void
  /** The document's log was replaced, or the document is gone. */
  replaced(): void
  /** Rows were missing and had to be read from the store. */
  healed(rows: number): void
  /** The store could not be read; it is tried again after a moment. */
  unreadable(error: unknown): void
}

export class LogFollower {
  readonly #documentId: DocumentId
  readonly #epoch: Epoch
  readonly #log: Pick<UpdateLog, 'readAfter'>
  readonly #clock: Clock
  readonly #events: FollowerEvents
  /** Rows beyond a gap, by seq. */
  readonly #early = new Map<number, WindowRow>()
  #earlyBytes = 0
  #head: Seq
  /** How far the log is said to reach. */
  #announced = 0
  #grace: Timer | undefined
  #reading: Promise<void> | undefined
  #readAgain = false
  #stopped = false

  constructor(
    documentId: DocumentId,
    epoch: Epoch,
    head: Seq,
    log: Pick<UpdateLog, 'readAfter'>,
    clock: Clock,
    events: FollowerEvents,
  ) {
    this.#documentId = documentId
    this.#epoch = epoch
    this.#head = head
    this.#log = log
    this.#clock = clock
    this.#events = events
  }

  /** Everything up to here was handed over. */
  get head(): Seq {
    return this.#head
  }

  /** Takes rows that are in the log, in any order, seen before or not. */
  offer(rows: readonly WindowRow[]): void {
    if (this.#stopped) return
    const next: WindowRow[] = []
    for (const row of rows) {
      if (row.seq === this.#head + 1) {
        next.push(row)
        this.#head = row.seq
      } else if (row.seq > this.#head) this.#keepEarly(row)
    }
    this.#takeEarly(next)
    if (next.length > 0) this.#events.rows(next, this.#head)
    if (this.#lags) this.#waitForGap()
  }

  /** The log is said to reach `seq`. */
  announce(seq: Seq): void {
    this.#announced = Math.max(this.#announced, seq)
    if (this.#lags && !this.#stopped) this.#waitForGap()
  }

  /** Reads everything up to the log's present end. Resolves when it is handed over, or when the store cannot be read. */
  catchUp(): Promise<void> {
    if (this.#stopped) return Promise.resolve()
    // A read under way may have begun before what the caller wants to see was committed.
    if (this.#reading) this.#readAgain = true
    this.#reading ??= this.#read().then((readable) => {
      this.#reading = undefined
      // What is missing must come without a further edit (SPEC DU5), so nobody else may ask again.
      if (this.#lags && !this.#stopped) this.#waitForGap(readable ? GAP_GRACE_MS : HEAL_RETRY_MS)
    })
    return this.#reading
  }

  stop(): void {
    this.#stopped = true
    this.#grace?.cancel()
    this.#early.clear()
    this.#earlyBytes = 0
  }

  /** Whether the log is known to reach beyond what was handed over. */
  get #lags(): boolean {
    return this.#announced > this.#head
  }

  #keepEarly(row: WindowRow): void {
    this.#announced = Math.max(this.#announced, row.seq)
    if (this.#early.has(row.seq) || this.#earlyBytes + row.bytes.length > MAX_EARLY_BYTES) return
    this.#early.set(row.seq, row)
    this.#earlyBytes += row.bytes.length
  }

  #forgetEarly(row: WindowRow): void {
    if (this.#early.delete(row.seq)) this.#earlyBytes -= row.bytes.length
  }

  #waitForGap(waitMs = GAP_GRACE_MS): void {
    if (this.#grace || this.#reading) return
    this.#grace = this.#clock.setTimeout(() => {
      this.#grace = undefined
      void this.catchUp()
    }, waitMs)
  }

  /** Answers whether the store could be read. */
  async #read(): Promise<boolean> {
    try {
      do {
        this.#readAgain = false
        while (!this.#stopped && (await this.#readOnce()));
      } while (this.#readAgain && !this.#stopped)
      return true
    } catch (error) {
      if (!this.#stopped) this.#events.unreadable(error)
      return false
    }
  }

  /** Reads the next rows; answers whether there may be more. */
  async #readOnce(): Promise<boolean> {
    const announcedBefore = this.#announced
    const page = await this.#log.readAfter(this.#documentId, this.#head, HEAL_ROWS)
    if (this.#stopped) return false
    if (!page || page.epoch !== this.#epoch) {
      this.#events.replaced()
      return false
    }
    if (page.head <= this.#head) {
      // What was announced before we looked and is not there never was: the store is the truth.
      if (this.#announced === announcedBefore) this.#announced = this.#head
      return false
    }
    const missed = page.rows.filter((row) => row.seq > this.#head)
    const more = page.through < page.head
    this.#head = toSeq(Math.max(this.#head, page.through))
    const next: WindowRow[] = missed.map((row) => ({ seq: row.seq, bytes: row.bytes }))
    this.#takeEarly(next)
    this.#events.healed(missed.length)
    this.#events.rows(next, this.#head)
    return more
  }

  /** Moves early rows that now follow on into `next`, and forgets those that are passed. */
  #takeEarly(next: WindowRow[]): void {
    for (let row = this.#early.get(this.#head + 1); row; row = this.#early.get(this.#head + 1)) {
      this.#forgetEarly(row)
      next.push(row)
      this.#head = row.seq
    }
    for (const row of this.#early.values()) if (row.seq <= this.#head) this.#forgetEarly(row)
    if (!this.#lags) {
      this.#grace?.cancel()
      this.#grace = undefined
    }
  }
}
