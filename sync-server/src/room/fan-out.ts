/**
 * The people in one room and the tick that tells them what happened: rows of the log, presence, acknowledgements, each
 * built once and shared by all their sockets. Everything runs synchronously on the main thread.
 *
 * Stands on an edit's path at step 9 (ARCHITECTURE.md).
 */
import type { CloseReason, Dialect, PresenceEntry, ReplicaId, Seq } from '@dure/protocol'
import type { Identity } from '../auth/identity.ts'
import type { Clock, Timer } from '../clock.ts'
import { PRESENCE_TICK_MS } from '../limits.ts'
import type { OutgoingBatch } from '../transport/outgoing-batch.ts'
import { FanOutPace } from './fan-out-pace.ts'
import type { WindowRow } from './log-window.ts'
import { PresencePulse } from './presence-pulse.ts'
import { PresenceTable } from './presence-table.ts'
import { RoomBatch } from './room-batch.ts'

/** A connection in a room. */
export interface Member {
  /** When it was last heard, by the clock; undefined where it cannot be asked. */
  readonly heardAt: number | undefined
  /** Asks it for a sign of life. */
  probe(): void
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

/** Stands for every author on other replicas. */
export const ELSEWHERE: object = Object.freeze({})

export interface FanOutEvents {
  /** A tick begins. */
  ticking(): void
  /** Presence of people here changed: other replicas want to know. */
  presence(entries: readonly PresenceEntry[]): void
  /** The tick reached this many members. */
  delivered(members: number): void
  /** Acknowledgements went out, the first of them so long after its update was settled. */
  acknowledged(waitedMs: number): void
  /** The tick threw: what is in memory may be half a change (SPEC DU9). */
  broken(error: unknown): void
}

export class FanOut {
  readonly #clock: Clock
  readonly #events: FanOutEvents
  readonly #members = new Set<Member>()
  readonly #acks = new Set<Member>()
  /** When the first of `#acks` was asked for. */
  #acksSince = 0
  readonly #presence = new PresenceTable<Member>()
  readonly #pulse = new PresencePulse<Member>()
  readonly #pace = new FanOutPace()
  #tick: Timer | undefined
  /** Whether `#tick` comes with the next turn of the loop. */
  #tickIsNext = false
  #presenceTick: Timer | undefined
  #presenceDueAt = Number.NEGATIVE_INFINITY
  /** Log position that members were last sent, how far it goes by now, and the rows between. */
  #sentSeq: Seq
  #head: Seq
  #unsent: WindowRow[] = []
  /** Who wrote the `#unsent` rows: members, or `ELSEWHERE`. */
  readonly #authors = new Set<object>()
  #emptySince: number
  #stopped = false

  constructor(head: Seq, clock: Clock, events: FanOutEvents) {
    this.#sentSeq = head
    this.#head = head
    this.#clock = clock
    this.#events = events
    this.#emptySince = clock.now()
  }

  /** Everything up to here was handed to the members. */
  get sentSeq(): Seq {
    return this.#sentSeq
  }

  get size(): number {
    return this.#members.size
  }

  /** Whether somebody is here or something is still to be told. */
  get busy(): boolean {
    return this.#members.size > 0 || this.#unsent.length > 0
  }

  /** When the last person left, by the clock; meaningless while somebody is here. */
  get emptySince(): number {
    return this.#emptySince
  }

  /** How many milliseconds an edit that comes now waits for others before it is committed. */
  gatherMs(): number {
    return this.#pace.gatherMs(this.#clock.now())
  }

  /** Adds a member, who from here on is told what follows `sentSeq`. */
  join(member: Member): void {
    // What is still to be sent belongs to those who were here before; the newcomer gets it with the state.
    this.flush()
    this.#members.add(member)
    this.#presence.join(member)
  }

  /** Idempotent. */
  leave(member: Member): void {
    if (!this.#members.delete(member)) return
    const now = this.#clock.now()
    this.#acks.delete(member)
    this.#pulse.leave(member)
    this.#presence.leave(member, now)
    this.#schedulePresence()
    if (this.#members.size === 0) this.#emptySince = now
  }

  /** Rows that follow those told before; `head` may be beyond the last. */
  tell(rows: readonly WindowRow[], head: Seq, author: object): void {
    for (const row of rows) this.#unsent.push(row)
    this.#authors.add(author)
    this.#head = head
    // Those made here were gathered before they were committed.
    this.#schedule(author === ELSEWHERE ? this.#pace.tellMs(this.#clock.now()) : 0)
  }

  /** Asks for `member.acknowledge` at the end of the tick. */
  needsAck(member: Member): void {
    if (this.#acks.size === 0) this.#acksSince = this.#clock.now()
    this.#acks.add(member)
    this.#schedule(0)
  }

  /** Sends to the members of a dialect, apart from the tick. */
  send(dialect: Dialect, batch: OutgoingBatch): void {
    for (const member of this.#members) if (member.dialect === dialect) member.send(batch)
  }

  // ── presence ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Takes a member's presence. Answers false when it is not one that can be relayed. */
  announce(member: Member, entries: readonly PresenceEntry[]): boolean {
    const ok = this.#presence.announce(member, member.identity, entries, this.#clock.now())
    this.#schedulePresence()
    return ok
  }

  /** A member is somebody else from here on, or called otherwise. */
  identified(member: Member): void {
    this.#presence.identify(member, member.identity, this.#clock.now())
    this.#schedulePresence()
  }

  hearPresence(from: ReplicaId, full: boolean, entries: readonly PresenceEntry[]): void {
    this.#presence.hear(from, full, entries, this.#clock.now())
    this.#schedulePresence()
  }

  /** Hides people who fell silent, forgets those of replicas that did. Called once a heartbeat. */
  expirePresence(): void {
    const now = this.#clock.now()
    this.#presence.expire(now)
    // Who is alone is seen by nobody, and need not be asked: most open documents have one reader.
    if (this.#members.size > 1 || this.#presence.knowsOthers) this.#feelPulses(now)
    this.#schedulePresence()
  }

  #feelPulses(now: number): void {
    for (const member of this.#presence.members()) {
      const pulse = this.#pulse.look(member, now)
      if (pulse === 'silent') this.#presence.hide(member, now)
      else this.#presence.show(member, now)
      if (pulse === 'ask') member.probe()
    }
  }

  everyonesPresence(): readonly PresenceEntry[] {
    return this.#presence.everyone()
  }

  everyonesAndTheLeftsPresence(): readonly PresenceEntry[] {
    return this.#presence.everyoneAndTheLeft()
  }

  presenceHere(): readonly PresenceEntry[] {
    return this.#presence.here()
  }

  // ── the tick ──────────────────────────────────────────────────────────────────────────────────────────────────────

  #schedule(delayMs: number): void {
    if (this.#stopped || (this.#tick && (this.#tickIsNext || delayMs > 0))) return
    this.#tick?.cancel()
    const run = (): void => this.flush()
    this.#tickIsNext = delayMs === 0
    this.#tick = this.#tickIsNext ? this.#clock.setImmediate(run) : this.#clock.setTimeout(run, delayMs)
  }

  #schedulePresence(): void {
    if (this.#presenceTick || this.#stopped || !this.#presence.hasChanges) return
    const delay = Math.max(0, this.#presenceDueAt - this.#clock.now())
    this.#presenceTick = this.#clock.setTimeout(() => {
      this.#presenceTick = undefined
      this.flush()
    }, delay)
  }

  /** The tick, at once. */
  flush(): void {
    this.#tick?.cancel()
    this.#tick = undefined
    if (this.#stopped) return
    try {
      this.#flush()
    } catch (error) {
      this.#events.broken(error)
    }
  }

  #flush(): void {
    const started = this.#clock.now()
    this.#events.ticking()
    const presence = this.#takePresence(started)
    if (this.#head > this.#sentSeq || presence.length > 0) {
      const [author] = this.#authors.size === 1 ? this.#authors : []
      const batch = new RoomBatch(this.#sentSeq, this.#head, this.#unsent, presence, author)
      this.#unsent = []
      this.#authors.clear()
      this.#sentSeq = this.#head
      for (const member of this.#members) member.deliver(batch)
      this.#events.delivered(this.#members.size)
    }
    if (this.#acks.size > 0) this.#events.acknowledged(this.#clock.now() - this.#acksSince)
    for (const member of this.#acks) member.acknowledge()
    this.#acks.clear()
    this.#pace.ticked(started, this.#clock.now())
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
    if (forReplicas.length > 0) this.#events.presence(forReplicas)
    return forMembers
  }

  /** No more ticks. */
  stop(): void {
    this.#stopped = true
    this.#tick?.cancel()
    this.#presenceTick?.cancel()
  }

  /** Tells every member that the room has ended for them, after `stop`. */
  end(reason: CloseReason): void {
    for (const member of [...this.#members]) member.end(reason)
    this.#members.clear()
  }
}
