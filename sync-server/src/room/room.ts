/**
 * One open document on this replica: its window of the log, the people in it, and the tick that tells them what was
 * committed. Holds bytes and clocks, never a Y.Doc. Everything here runs synchronously on the main thread; whatever
 * waits (disk, workers, other replicas) calls back into it.
 *
 * Stands on an edit's path at steps 6, 9 and 10 (ARCHITECTURE.md).
 */
import type { Backplane, BackplaneMessage, RoomSubscription } from '@dure/backplane'
import { type KnownState, scanUpdate } from '@dure/document/update'
import {
  CLOSE,
  type CloseReason,
  type Dialect,
  type DocumentId,
  type Epoch,
  type PresenceEntry,
  type ReplicaId,
  type Seq,
  toSeq,
  writeEvent,
} from '@dure/protocol'
import type { UpdateLog } from '@dure/store'
import type { Identity } from '../auth/identity.ts'
import type { Clock, Timer } from '../clock.ts'
import { FOLD_TAIL_BYTES, FOLD_TAIL_ROWS, HEAD_CHECK_ACTIVE_MS, PRESENCE_TICK_MS } from '../limits.ts'
import type { Committer } from '../log/committer.ts'
import type { Logger } from '../observability/logger.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import { OutgoingBatch } from '../transport/outgoing-batch.ts'
import { FanOutPace } from './fan-out-pace.ts'
import { LogFollower } from './log-follower.ts'
import type { LogWindow, WindowRow } from './log-window.ts'
import { PresenceTable } from './presence-table.ts'
import { RoomBatch } from './room-batch.ts'
import { type Submission, UpdateIntake } from './update-intake.ts'

/** A connection in a room. */
export interface Member {
  readonly dialect: Dialect
  readonly identity: Identity
  /** One tick's worth of the room. */
  deliver(batch: RoomBatch): void
  /** Sends what was acknowledged since the last time. Called at the end of each tick in which `needsAck` was said. */
  acknowledge(): void
  send(batch: OutgoingBatch): void
  /** The room has ended for this member. */
  end(reason: CloseReason): void
}

export interface RoomDeps {
  readonly log: UpdateLog
  readonly committer: Committer
  readonly backplane: Backplane
  readonly workers: DocumentWork
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Whether other processes may write to the store. */
  readonly shared: boolean
  /** The document has new rows to project. */
  onCommitted(room: Room): void
  /** The room must be forgotten: its idea of the log is wrong, or the document is gone. */
  onEnded(room: Room): void
}

/** What a room starts from: the log as read from the store. */
export interface RoomStart {
  readonly documentId: DocumentId
  readonly epoch: Epoch
  readonly head: Seq
  readonly window: LogWindow
  /** Clocks at `window.baseSeq`. */
  readonly baseClocks: ReadonlyMap<number, number>
  /** Clocks at `head`. */
  readonly known: KnownState
}

/** Stands for every author on other replicas. */
const ELSEWHERE = Object.freeze({})

export class Room {
  readonly documentId: DocumentId
  readonly epoch: Epoch
  readonly window: LogWindow
  readonly known: KnownState
  baseClocks: ReadonlyMap<number, number>
  readonly #deps: RoomDeps
  readonly #follower: LogFollower
  readonly #intake: UpdateIntake
  readonly #presence = new PresenceTable<Member>()
  readonly #members = new Set<Member>()
  readonly #acks = new Set<Member>()
  readonly #subscription: RoomSubscription
  readonly #pace = new FanOutPace()
  #tick: Timer | undefined
  #presenceDueAt = Number.NEGATIVE_INFINITY
  #presenceTick: Timer | undefined
  /** Log position that members were last sent, and what came after it. */
  #sentSeq: Seq
  #unsent: WindowRow[] = []
  #unpublished: WindowRow[] = []
  /** Who wrote the `#unsent` rows: connections of this replica, or `ELSEWHERE`. */
  readonly #authors = new Set<object>()
  /** Author of the row being handed over just now. */
  #committing: object = ELSEWHERE
  #committedAt = Number.NEGATIVE_INFINITY
  #emptySince: number
  #ended = false

  constructor(deps: RoomDeps, start: RoomStart) {
    this.#deps = deps
    this.documentId = start.documentId
    this.epoch = start.epoch
    this.window = start.window
    this.known = start.known
    this.baseClocks = start.baseClocks
    this.#sentSeq = start.head
    this.#emptySince = deps.clock.now()
    this.#follower = new LogFollower(start.documentId, start.epoch, start.head, deps.log, deps.clock, {
      rows: (rows, head) => this.#advance(rows, head),
      replaced: () => this.end(CLOSE.serverError, 'log replaced'),
      healed: (rows) => deps.metrics.backplaneGaps.inc(rows),
      unreadable: (error) => deps.logger.warn({ document: this.documentId, err: error }, 'cannot read the log'),
    })
    this.#intake = new UpdateIntake({
      documentId: start.documentId,
      epoch: start.epoch,
      known: start.known,
      committer: deps.committer,
      catchUp: deps.shared ? () => this.#follower.catchUp() : undefined,
      learnDeletes: () => this.#learnDeletes(),
      events: {
        committed: (row, author) => this.#committed(row, author),
        replaced: () => this.end(CLOSE.serverError, 'log replaced'),
        removed: () => this.end(CLOSE.unknownDocument, 'document removed'),
        refusal: (reason) => deps.metrics.refusals.inc({ reason: reason.name }),
      },
    })
    this.#subscription = deps.backplane.join(start.documentId, {
      message: (from, message) => this.#hear(from, message),
      subscribed: () => this.#subscribed(),
    })
  }

  /** Everything up to here was handed to the members. */
  get head(): Seq {
    return this.#sentSeq
  }

  get memberCount(): number {
    return this.#members.size
  }

  get members(): Iterable<Member> {
    return this.#members
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Whether somebody is here or something is under way. */
  get inUse(): boolean {
    return this.#members.size > 0 || this.#intake.busy || this.#unsent.length > 0
  }

  /** When the last person left, by the clock; meaningless while somebody is here. */
  get emptySince(): number {
    return this.#emptySince
  }

  /** Whether there were edits lately, so that lost hints are worth looking for. */
  recentlyEdited(now: number): boolean {
    return now - this.#committedAt < HEAD_CHECK_ACTIVE_MS
  }

  /** Whether joins have become more than a handful of buffers. */
  get wantsFolding(): boolean {
    return this.window.rows.length >= FOLD_TAIL_ROWS || this.window.rowBytes >= FOLD_TAIL_BYTES
  }

  // ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Adds a member, who from here on is told what follows `head`. */
  join(member: Member): void {
    // What is still to be sent belongs to those who were here before; the newcomer gets it with the state.
    this.#flush()
    this.#members.add(member)
  }

  /** Idempotent. */
  leave(member: Member): void {
    if (!this.#members.delete(member)) return
    const now = this.#deps.clock.now()
    this.#acks.delete(member)
    this.#presence.leave(member, now)
    this.#schedulePresence()
    if (this.#members.size === 0) this.#emptySince = now
  }

  /** Takes a member's presence. Answers false when it is not one that can be relayed. */
  announce(member: Member, entries: readonly PresenceEntry[]): boolean {
    const ok = this.#presence.announce(member, member.identity, entries, this.#deps.clock.now())
    if (this.#presence.hasChanges) this.#schedulePresence()
    return ok
  }

  everyonesPresence(): readonly PresenceEntry[] {
    return this.#presence.everyone()
  }

  /** Asks for `member.acknowledge` at the end of the tick. */
  needsAck(member: Member): void {
    this.#acks.add(member)
    this.#schedule()
  }

  // ── the log ───────────────────────────────────────────────────────────────────────────────────────────────────────

  submit(submission: Submission): void {
    this.#intake.submit(submission)
  }

  /** Replaces the window up to `seq` by its folded form. */
  fold(seq: Seq, base: Uint8Array, baseClocks: ReadonlyMap<number, number>): void {
    if (seq <= this.window.baseSeq) return
    this.window.fold(seq, base)
    this.baseClocks = baseClocks
  }

  /** Another look at the store: is there more than we have seen? Resolves when it is here. */
  catchUp(): Promise<void> {
    return this.#follower.catchUp()
  }

  /** The store says the log reaches `head` in lineage `epoch`. */
  checkHead(epoch: Epoch, head: Seq): void {
    if (epoch !== this.epoch) this.end(CLOSE.serverError, 'log replaced')
    else if (head > this.#follower.head) void this.#follower.catchUp()
  }

  #committed(row: WindowRow, author: object): void {
    if (this.#deps.shared) this.#unpublished.push(row)
    this.#committing = author
    this.#follower.offer([row])
    this.#committing = ELSEWHERE
  }

  /** The next rows of the log, from whichever replica. */
  #advance(rows: readonly WindowRow[], head: Seq): void {
    for (const row of rows) {
      // Ours were taken in when they were committed; taking them in twice changes nothing.
      if (!this.#takeIn(row)) continue
      this.window.push(row)
      this.#unsent.push(row)
    }
    // More than one row means that some came from elsewhere and had waited for this one.
    this.#authors.add(rows.length === 1 ? this.#committing : ELSEWHERE)
    this.#committedAt = this.#deps.clock.now()
    if (head > this.#sentSeq) this.#schedule()
    this.#deps.onCommitted(this)
  }

  /** False for a row that no Yjs document could read: it is set aside, reported, and everybody else goes on. */
  #takeIn(row: WindowRow): boolean {
    try {
      this.known.take(scanUpdate(row.bytes))
      return true
    } catch (error) {
      this.#deps.logger.error({ document: this.documentId, seq: row.seq, err: error }, 'row of the log is corrupt')
      void this.#deps.log
        .quarantine(this.documentId, [row.seq], 'does not decode')
        .catch((failure: unknown) => this.#deps.logger.warn({ err: failure }, 'cannot quarantine'))
      return false
    }
  }

  async #learnDeletes(): Promise<void> {
    for (;;) {
      const baseSeq = this.window.baseSeq
      const deletes = await this.#deps.workers.deletesOf(this.window.base).catch(() => undefined)
      // Without them every deletion counts as new, which costs a row and nothing else.
      if (!deletes) return
      if (this.window.baseSeq !== baseSeq) continue
      this.known.keepDeletes(deletes)
      for (const row of this.window.rows) this.known.take(scanUpdate(row.bytes))
      return
    }
  }

  // ── the tick ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #schedule(): void {
    if (this.#tick || this.#ended) return
    const { clock } = this.#deps
    const delay = this.#pace.delay(clock.now())
    this.#tick = delay > 0 ? clock.setTimeout(() => this.#flush(), delay) : clock.setImmediate(() => this.#flush())
  }

  #schedulePresence(): void {
    if (this.#presenceTick || this.#ended) return
    const { clock } = this.#deps
    const delay = Math.max(0, this.#presenceDueAt - clock.now())
    this.#presenceTick = clock.setTimeout(() => {
      this.#presenceTick = undefined
      this.#flush()
    }, delay)
  }

  #flush(): void {
    this.#tick?.cancel()
    this.#tick = undefined
    if (this.#ended) return
    const { clock } = this.#deps
    const started = clock.now()
    this.#publishRows()
    const presence = this.#takePresence(started)
    const head = this.#follower.head
    if (head > this.#sentSeq || presence.length > 0) {
      const [author] = this.#authors.size === 1 ? this.#authors : []
      const batch = new RoomBatch(this.#sentSeq, head, this.#unsent, presence, author)
      this.#unsent = []
      this.#authors.clear()
      this.#sentSeq = head
      for (const member of this.#members) member.deliver(batch)
      this.#deps.metrics.delivered.inc(this.#members.size)
    }
    for (const member of this.#acks) member.acknowledge()
    this.#acks.clear()
    this.#pace.ticked(started, clock.now())
  }

  #takePresence(now: number): readonly PresenceEntry[] {
    if (!this.#presence.hasChanges) return []
    if (now < this.#presenceDueAt) {
      this.#schedulePresence()
      return []
    }
    this.#presenceTick?.cancel()
    this.#presenceTick = undefined
    this.#presenceDueAt = now + PRESENCE_TICK_MS
    const { forMembers, forReplicas } = this.#presence.takeChanges()
    if (forReplicas.length > 0) this.#publish({ kind: 'presence', full: false, entries: forReplicas })
    return forMembers
  }

  // ── other replicas ────────────────────────────────────────────────────────────────────────────────────────────────

  /** Called every few seconds: our sign of life, and a look for replicas that gave none. */
  heartbeat(): void {
    this.#presence.expire(this.#deps.clock.now())
    if (this.#presence.hasChanges) this.#schedulePresence()
    const here = this.#presence.here()
    if (here.length > 0) this.#publish({ kind: 'presence', full: true, entries: here })
  }

  #publish(message: BackplaneMessage): void {
    if (this.#deps.shared) this.#subscription.publish(message)
  }

  #publishRows(): void {
    const rows = this.#unpublished
    this.#unpublished = []
    for (let start = 0; start < rows.length; ) {
      let end = start + 1
      while (rows[end] && rows[end]?.seq === (rows[end - 1]?.seq ?? 0) + 1) end += 1
      const run = rows.slice(start, end)
      const [first, last] = [run[0], run.at(-1)]
      if (first && last) {
        const updates = run.map((row) => row.bytes)
        this.#publish({ kind: 'committed', epoch: this.epoch, fromSeq: first.seq, toSeq: last.seq, updates })
      }
      start = end
    }
  }

  #subscribed(): void {
    if (this.#ended || !this.#deps.shared) return
    this.#publish({ kind: 'presence-request' })
    void this.#follower.catchUp()
  }

  #hear(from: ReplicaId, message: BackplaneMessage): void {
    if (this.#ended) return
    switch (message.kind) {
      case 'committed':
        if (message.epoch !== this.epoch) void this.#follower.catchUp()
        else this.#hearCommitted(message.fromSeq, message.toSeq, message.updates)
        return
      case 'presence':
        this.#presence.hear(from, message.full, message.entries, this.#deps.clock.now())
        if (this.#presence.hasChanges) this.#schedulePresence()
        return
      case 'presence-request':
        this.#publish({ kind: 'presence', full: true, entries: this.#presence.here() })
        return
      case 'event':
        this.tell(message.name, message.body)
        return
      default:
        message satisfies never
    }
  }

  #hearCommitted(fromSeq: Seq, last: Seq, updates: readonly Uint8Array[]): void {
    if (updates.length !== last - fromSeq + 1) {
      this.#follower.announce(last)
      return
    }
    const rows: WindowRow[] = []
    for (const [index, bytes] of updates.entries()) {
      // What came over the wire is read again from the log when it does not decode: only the log can be corrupt for good.
      if (!decodes(bytes)) {
        this.#follower.announce(last)
        break
      }
      rows.push({ seq: toSeq(fromSeq + index), bytes })
    }
    this.#follower.offer(rows)
  }

  /** Sends an event to the people here who understand it. */
  tell(name: string, body: unknown): void {
    const batch = new OutgoingBatch([writeEvent({ name, body })])
    for (const member of this.#members) if (member.dialect === 'dure') member.send(batch)
  }

  /** Ends the room for everybody in it; the next one to come loads it anew. Idempotent. */
  end(reason: CloseReason, why: string): void {
    if (this.#ended) return
    if (reason !== CLOSE.restarting) this.#deps.logger.warn({ document: this.documentId, why }, 'room ended')
    this.close()
    for (const member of [...this.#members]) member.end(reason)
    this.#members.clear()
    this.#deps.onEnded(this)
  }

  /** Lets go of timers and the subscription; what is under way is still committed and acknowledged. */
  close(): void {
    if (this.#ended) return
    this.#flush()
    if (this.#presence.here().length > 0) this.#publish({ kind: 'presence', full: true, entries: [] })
    this.#ended = true
    this.#tick?.cancel()
    this.#presenceTick?.cancel()
    this.#follower.stop()
    this.#subscription.close()
  }
}

function decodes(bytes: Uint8Array): boolean {
  try {
    scanUpdate(bytes)
    return true
  } catch {
    return false
  }
}
