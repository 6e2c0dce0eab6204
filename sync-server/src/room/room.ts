/**
 * One open document on this replica: its window of the log and what is known of it, and what is done with each update
 * and each committed row. Holds bytes and clocks, never a Y.Doc. Everything here runs synchronously on the main thread;
 * whatever waits (disk, workers, other replicas) calls back into it.
 *
 * Stands on an edit's path at steps 6, 9 and 10 (ARCHITECTURE.md). The people in it are `FanOut`'s, what it holds of the
 * log is `KnownLog`'s, the same room on other replicas is `ReplicaLink`'s.
 */
import type { Backplane, RelayMessage } from '@dure/backplane'
import type { KnownState, StateIndex } from '@dure/document/update'
import {
  CLOSE,
  type CloseReason,
  type DocumentId,
  type Epoch,
  type PresenceEntry,
  type Seq,
  writeEvent,
} from '@dure/protocol'
import type { UpdateLog } from '@dure/store'
import type { Clock } from '../clock.ts'
import type { Committer } from '../log/committer.ts'
import type { Logger } from '../observability/logger.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import type { SessionDirectory } from '../session/session-directory.ts'
import { OutgoingBatch } from '../transport/outgoing-batch.ts'
import { ELSEWHERE, FanOut, type Member } from './fan-out.ts'
import { KnownLog } from './known-log.ts'
import { LogFollower } from './log-follower.ts'
import type { LogWindow, WindowRow } from './log-window.ts'
import { ReplicaLink } from './replica-link.ts'
import type { Submission } from './submission.ts'
import { UpdateIntake } from './update-intake.ts'

export interface RoomDeps {
  readonly log: UpdateLog
  readonly committer: Committer
  readonly backplane: Backplane
  readonly workers: DocumentWork
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Sessions of this replica that a message which came elsewhere may be for. */
  readonly sessions: SessionDirectory
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
  /** Clocks at `head`. */
  readonly known: KnownState
}

export class Room {
  readonly documentId: DocumentId
  readonly epoch: Epoch
  readonly window: LogWindow
  readonly known: KnownState
  readonly #deps: RoomDeps
  readonly #log: KnownLog
  readonly #follower: LogFollower
  readonly #intake: UpdateIntake
  readonly #people: FanOut
  /** Undefined when this process is the store's only writer. */
  readonly #replicas: ReplicaLink | undefined
  /** Author of the row being handed over just now. */
  #committing: object = ELSEWHERE
  /** That row, when it was committed here. */
  #ours: WindowRow | undefined
  #ended = false

  constructor(deps: RoomDeps, start: RoomStart) {
    this.#deps = deps
    this.documentId = start.documentId
    this.epoch = start.epoch
    this.window = start.window
    this.known = start.known
    this.#log = new KnownLog(deps, start.documentId, start.window, start.known)
    this.#people = new FanOut(start.head, deps.clock, {
      ticking: () => this.#replicas?.publishRows(),
      presence: (entries) => this.#replicas?.publishPresence(false, entries),
      delivered: (members) => deps.metrics.delivered.inc(members),
      acknowledged: (waitedMs) => deps.metrics.ackLagSeconds.observe(waitedMs / 1000),
      broken: (error) => this.#broken(error),
    })
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
      work: deps.workers,
      gatherMs: () => this.#people.gatherMs(),
      catchUp: deps.shared ? () => this.#follower.catchUp() : undefined,
      learnDeletes: () => this.#log.learnDeletes(),
      events: {
        committed: (row, author) => this.#committed(row, author),
        replaced: () => this.end(CLOSE.serverError, 'log replaced'),
        removed: () => this.end(CLOSE.unknownDocument, 'document removed'),
        damaged: (detail) =>
          deps.logger.error({ document: this.documentId, detail }, 'the document is damaged and takes no edits'),
        refusal: (reason) => deps.metrics.refusals.inc({ reason: reason.name }),
        broken: (error) => this.#broken(error),
      },
    })
    if (deps.shared) {
      this.#replicas = new ReplicaLink(start.documentId, start.epoch, deps.backplane, this.#follower, {
        presence: (from, full, entries) => this.#people.hearPresence(from, full, entries),
        presenceHere: () => this.#people.presenceHere(),
        event: (name, body) => this.tell(name, body),
        relayed: (message) => void deps.sessions.deliver(this.documentId, message),
      })
    }
  }

  /** Where what lies in `window.base`. */
  baseIndex(): Promise<StateIndex> {
    return this.#log.baseIndex()
  }

  /** Everything up to here was handed to the members. */
  get head(): Seq {
    return this.#people.sentSeq
  }

  /** Everything up to here was read or heard; the members get it with the next tick. */
  get reached(): Seq {
    return this.#follower.head
  }

  get memberCount(): number {
    return this.#people.size
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Whether somebody is here or something is under way. */
  get inUse(): boolean {
    return this.#people.busy || this.#intake.busy
  }

  /** When the last person left, by the clock; meaningless while somebody is here. */
  get emptySince(): number {
    return this.#people.emptySince
  }

  /** Resolves when everything submitted is answered: then the store has all that ever came by this room. */
  settled(): Promise<void> {
    return this.#intake.settled()
  }

  /** Whether joins have become more than a handful of buffers. */
  get wantsFolding(): boolean {
    return this.#log.wantsFolding
  }

  // ── people ────────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Adds a member, who from here on is told what follows `head`. */
  join(member: Member): void {
    this.#people.join(member)
  }

  /** Idempotent. */
  leave(member: Member): void {
    this.#people.leave(member)
  }

  /** Takes a member's presence. Answers false when it is not one that can be relayed. */
  announce(member: Member, entries: readonly PresenceEntry[]): boolean {
    return this.#people.announce(member, entries)
  }

  /** A member is somebody else from here on, or called otherwise. */
  identified(member: Member): void {
    this.#people.identified(member)
  }

  everyonesPresence(): readonly PresenceEntry[] {
    return this.#people.everyonesPresence()
  }

  /** The same with those who left lately. */
  everyonesAndTheLeftsPresence(): readonly PresenceEntry[] {
    return this.#people.everyonesAndTheLeftsPresence()
  }

  /** Asks for `member.acknowledge` at the end of the tick. */
  needsAck(member: Member): void {
    this.#people.needsAck(member)
  }

  /** Sends an event to the people here who understand it. */
  tell(name: string, body: unknown): void {
    this.#people.send('dure', new OutgoingBatch([writeEvent({ name, body })]))
  }

  /** Passes a client's message on to its session, on whichever other replica that is. */
  relay(message: RelayMessage): void {
    this.#replicas?.relay(message)
  }

  /** Called every few seconds: our sign of life, and a look for replicas that gave none. */
  heartbeat(): void {
    this.#people.expirePresence()
    const here = this.#people.presenceHere()
    if (here.length > 0) this.#replicas?.publishPresence(true, here)
  }

  // ── the log ───────────────────────────────────────────────────────────────────────────────────────────────────────

  submit(submission: Submission): void {
    this.#intake.submit(submission)
  }

  /** Replaces the window up to `seq` by its folded form. */
  fold(seq: Seq, base: Uint8Array): void {
    this.#log.fold(seq, base)
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
    this.#replicas?.add(row)
    this.#committing = author
    this.#ours = row
    this.#follower.offer([row])
    this.#committing = ELSEWHERE
    this.#ours = undefined
  }

  /** The next rows of the log, from whichever replica. */
  #advance(rows: readonly WindowRow[], head: Seq): void {
    const sound = this.#log.push(rows, this.#ours)
    // More than one row means that some came from elsewhere and had waited for this one.
    this.#people.tell(sound, head, rows.length === 1 ? this.#committing : ELSEWHERE)
    this.#deps.onCommitted(this)
  }

  // ── the end ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Whatever is half done in memory is dropped with the room and rebuilt from the log (SPEC DU9). */
  #broken(error: unknown): void {
    this.#deps.logger.error({ document: this.documentId, err: error }, 'the room broke')
    this.end(CLOSE.serverError, 'the room broke')
  }

  /** Ends the room for everybody in it; the next one to come loads it anew. Idempotent. */
  end(reason: CloseReason, why: string): void {
    if (this.#ended) return
    if (reason !== CLOSE.restarting) this.#deps.logger.warn({ document: this.documentId, why }, 'room ended')
    this.close()
    this.#people.end(reason)
    this.#deps.onEnded(this)
  }

  /** Lets go of timers and the subscription; what is under way is still committed and answered. */
  close(): void {
    if (this.#ended) return
    // Set first: a flush that throws must not end the room a second time.
    this.#ended = true
    this.#people.flush()
    if (this.#people.presenceHere().length > 0) this.#replicas?.publishPresence(true, [])
    this.#people.stop()
    this.#follower.stop()
    this.#replicas?.close()
  }
}
