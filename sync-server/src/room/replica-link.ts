/**
 * One room's line to the same room on other replicas (ARCHITECTURE.md, step 10): what was committed here goes out in
 * runs, and what is heard goes to the follower, which trusts nothing but the log (SPEC DU5).
 */
import type { Backplane, BackplaneMessage, RelayMessage, RoomSubscription } from '@dure/backplane'
import { scanUpdate } from '@dure/document/update'
import { type DocumentId, type Epoch, type PresenceEntry, type ReplicaId, type Seq, toSeq } from '@dure/protocol'
import type { LogFollower } from './log-follower.ts'
import type { WindowRow } from './log-window.ts'

export interface ReplicaLinkEvents {
  presence(from: ReplicaId, full: boolean, entries: readonly PresenceEntry[]): void
  /** Another replica wants to know who is here. */
  presenceHere(): readonly PresenceEntry[]
  event(name: string, body: unknown): void
  /** A client's message for the session that is here, if it is. */
  relayed(message: RelayMessage): void
}

export class ReplicaLink {
  readonly #epoch: Epoch
  readonly #follower: LogFollower
  readonly #events: ReplicaLinkEvents
  readonly #subscription: RoomSubscription
  #unpublished: WindowRow[] = []
  #closed = false

  constructor(
    documentId: DocumentId,
    epoch: Epoch,
    backplane: Backplane,
    follower: LogFollower,
    events: ReplicaLinkEvents,
  ) {
    this.#epoch = epoch
    this.#follower = follower
    this.#events = events
    this.#subscription = backplane.join(documentId, {
      message: (from, message) => this.#hear(from, message),
      subscribed: () => this.#subscribed(),
    })
  }

  /** Keeps a row that was committed here until `publishRows`. */
  add(row: WindowRow): void {
    if (!this.#closed) this.#unpublished.push(row)
  }

  /** Publishes what was added, in runs without a gap. */
  publishRows(): void {
    const rows = this.#unpublished
    this.#unpublished = []
    for (let start = 0; start < rows.length; ) {
      let end = start + 1
      while (rows[end] && rows[end]?.seq === (rows[end - 1]?.seq ?? 0) + 1) end += 1
      this.#publishRun(rows.slice(start, end))
      start = end
    }
  }

  #publishRun(run: readonly WindowRow[]): void {
    const [first, last] = [run[0], run.at(-1)]
    if (!first || !last) return
    const updates = run.map((row) => row.bytes)
    this.#publish({ kind: 'committed', epoch: this.#epoch, fromSeq: first.seq, toSeq: last.seq, updates })
  }

  /** @param full Whether these are all who are here. */
  publishPresence(full: boolean, entries: readonly PresenceEntry[]): void {
    this.#publish({ kind: 'presence', full, entries })
  }

  relay(message: RelayMessage): void {
    this.#publish(message)
  }

  close(): void {
    this.#closed = true
    this.#unpublished = []
    this.#subscription.close()
  }

  #publish(message: BackplaneMessage): void {
    if (!this.#closed) this.#subscription.publish(message)
  }

  #subscribed(): void {
    if (this.#closed) return
    this.#publish({ kind: 'presence-request' })
    void this.#follower.catchUp()
  }

  #hear(from: ReplicaId, message: BackplaneMessage): void {
    if (this.#closed) return
    switch (message.kind) {
      case 'committed':
        if (message.epoch !== this.#epoch) void this.#follower.catchUp()
        else this.#hearCommitted(message.fromSeq, message.toSeq, message.updates)
        return
      case 'presence':
        this.#events.presence(from, message.full, message.entries)
        return
      case 'presence-request':
        this.publishPresence(true, this.#events.presenceHere())
        // Who asks has just (re)connected: what it committed before may never have been told.
        void this.#follower.catchUp()
        return
      case 'event':
        this.#events.event(message.name, message.body)
        return
      case 'relay':
        this.#events.relayed(message)
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
}

function decodes(bytes: Uint8Array): boolean {
  try {
    scanUpdate(bytes)
    return true
  } catch {
    return false
  }
}
