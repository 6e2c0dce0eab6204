/**
 * One connection to one document, on the server's side: reads its messages, keeps its share of limits, and stands for
 * it in the room. What the two dialects have in common is here; `DureSession` and `PlainSession` add their words.
 *
 * Stands on an edit's path at steps 4 and 5 (ARCHITECTURE.md).
 */
import {
  CLOSE,
  type ClientMessage,
  type ClientSeq,
  type CloseReason,
  type Dialect,
  type DocumentId,
  MalformedMessage,
  type RefusalReason,
  readClientMessage,
  type Seq,
  toSeq,
  writeAwareness,
} from '@dure/protocol'
import type { UpdateLog } from '@dure/store'
import type { Caller } from '../auth/caller.ts'
import type { Door } from '../auth/door.ts'
import { type Identity, NOBODY } from '../auth/identity.ts'
import type { Clock } from '../clock.ts'
import { MAX_MEMBERS_PER_ROOM } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { Member } from '../room/fan-out.ts'
import type { WindowRow } from '../room/log-window.ts'
import type { Room } from '../room/room.ts'
import type { RoomBatch } from '../room/room-batch.ts'
import type { RoomRegistry } from '../room/room-registry.ts'
import type { Connection, ConnectionListener } from '../transport/connection.ts'
import { OutgoingBatch } from '../transport/outgoing-batch.ts'
import type { OutgoingMessage } from '../transport/websocket-frame.ts'
import { AckLedger } from './ack-ledger.ts'
import { EarlyMessages } from './early-messages.ts'
import { Entrance } from './entrance.ts'
import { FlowControl } from './flow-control.ts'
import { MessageMeter } from './message-meter.ts'
import { Pushes, type PushesPorts } from './pushes.ts'
import type { SessionDirectory } from './session-directory.ts'

export interface SessionDeps {
  readonly door: Door
  readonly sessions: SessionDirectory
  readonly rooms: RoomRegistry
  readonly log: UpdateLog
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
}

/** `opening`: messages wait for the room. `live`: in the room. `closed`: nothing more happens. */
type Phase =
  | { readonly name: 'opening'; readonly early: EarlyMessages }
  | { readonly name: 'live'; readonly room: Room }
  | { readonly name: 'closed' }

export abstract class Session implements Member, ConnectionListener {
  abstract readonly dialect: Dialect
  /** Who this is and what they may do: nobody until the door has let them in. Changed by `#admit` and `rename` alone. */
  identity: Identity = NOBODY
  protected readonly deps: SessionDeps
  protected readonly connection: Connection
  protected readonly documentId: DocumentId
  protected readonly ledger = new AckLedger()
  /** The log position this client was sent. */
  protected sentSeq: Seq = toSeq(0)
  readonly #meter: MessageMeter
  readonly #entrance: Entrance
  #phase: Phase = { name: 'opening', early: new EarlyMessages() }
  readonly #flow: FlowControl
  protected readonly pushes: Pushes

  constructor(deps: SessionDeps, connection: Connection, documentId: DocumentId, caller: Caller) {
    this.deps = deps
    this.connection = connection
    this.documentId = documentId
    this.#meter = new MessageMeter(deps.clock.now())
    this.#entrance = new Entrance(deps, documentId, caller, {
      waits: () => this.#phase.name === 'opening',
      admitted: (identity) => this.#admit(identity),
      turnedAway: (reason) => this.close(reason),
      opened: (room) => this.#join(room),
    })
    this.#flow = new FlowControl(connection, deps.clock, () => this.close(CLOSE.tryLater, 'reads too slowly'))
    const ports: PushesPorts = {
      author: this,
      identity: () => this.identity,
      refuse: (clientSeq, reason, detail) => {
        if (this.#phase.name === 'live') this.refuse(clientSeq, reason, detail)
      },
      settled: (room) => {
        if (this.#phase.name === 'live') room.needsAck(this)
      },
    }
    this.pushes = new Pushes(ports, this.ledger, this.#flow, deps.metrics)
  }

  /** Where it is a member; undefined before and after. */
  protected get room(): Room | undefined {
    return this.#phase.name === 'live' ? this.#phase.room : undefined
  }

  // ── what the dialects add ─────────────────────────────────────────────────────────────────────────────────────────

  /** Whether a message that arrives before the room is open may be one that opens it. */
  protected abstract openWith(message: Uint8Array): boolean
  /** Just joined: send what the client lacks. */
  protected abstract joined(room: Room): void
  protected abstract handle(message: ClientMessage, room: Room): void
  protected abstract refuse(clientSeq: ClientSeq, reason: RefusalReason, detail: string): void
  abstract acknowledge(): void
  /** Messages that take the client from `sentSeq` to the room's head. */
  protected abstract messagesFor(rows: readonly WindowRow[], head: Seq): Uint8Array[]
  /** Messages that take a client from anywhere to `room.window.baseSeq`. */
  protected abstract messagesForBase(room: Room): OutgoingMessage[]
  /** Who this is, or what they may do, has changed while they are here. */
  protected abstract identified(before: Identity): void
  abstract beat(): void

  // ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────────

  /**
   * Comes in, and joins the room. `before` may read from the store what the join needs.
   * @param displayName What a guest wants to be called, cleaned.
   */
  protected open(displayName: string, before: (room: Room) => Promise<void>): void {
    this.#entrance.enter(displayName, before)
  }

  /** What the door says holds from here on. Answers whether the client is still there. */
  #admit(identity: Identity): boolean {
    if (this.#phase.name === 'closed') return false
    const before = this.identity
    this.identity = identity
    if (this.#phase.name === 'live') {
      this.#phase.room.identified(this)
      this.identified(before)
    }
    return true
  }

  /** A guest is called otherwise from here on. */
  protected rename(displayName: string): void {
    if (!this.identity.isGuest) return
    this.identity = { ...this.identity, displayName }
    this.room?.identified(this)
    this.#entrance.rename(displayName)
  }

  /** Shows the door another credential: `identified` when it lets them in by it, closed when it does not. */
  protected showCredential(token: string, displayName: string): void {
    void this.#entrance.show(token, displayName)
  }

  #join(room: Room): void {
    if (room.memberCount >= MAX_MEMBERS_PER_ROOM) {
      this.close(CLOSE.tooMany, 'too many people in this document')
      return
    }
    const early = this.#phase.name === 'opening' ? this.#phase.early : []
    room.join(this)
    this.#phase = { name: 'live', room }
    this.joined(room)
    for (const message of early) this.#process(message)
  }

  // ── receiving ─────────────────────────────────────────────────────────────────────────────────────────────────────

  received(message: Uint8Array): void {
    this.deps.metrics.receivedBytes.inc(message.length)
    if (this.#phase.name === 'closed') return
    if (!this.#meter.count(this.deps.clock.now())) this.close(CLOSE.tooMany, 'too many messages')
    else if (this.#phase.name === 'live') this.#process(message)
    else this.#receivedEarly(this.#phase, message)
  }

  #receivedEarly(phase: Phase & { name: 'opening' }, message: Uint8Array): void {
    try {
      if (this.openWith(message)) return
    } catch (error) {
      this.#failed(error)
      return
    }
    if (!phase.early.add(message)) this.close(CLOSE.tooMany, 'too much was sent before the document was open')
  }

  #process(message: Uint8Array): void {
    if (this.#phase.name !== 'live') return
    try {
      this.handle(readClientMessage(message, this.dialect), this.#phase.room)
    } catch (error) {
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    if (error instanceof MalformedMessage) {
      this.close(CLOSE.malformed, error.message)
      return
    }
    this.deps.logger.error({ document: this.documentId, err: error }, 'a message broke the session')
    // Whatever was half done in memory is dropped with the room and rebuilt from the log (SPEC DU9).
    if (this.#phase.name === 'live') this.#phase.room.end(CLOSE.serverError, 'a message threw')
    else this.close(CLOSE.serverError)
  }

  get heardAt(): number | undefined {
    return this.connection.heardAt
  }

  probe(): void {
    this.connection.probe()
  }

  // ── sending ───────────────────────────────────────────────────────────────────────────────────────────────────────

  deliver(batch: RoomBatch): void {
    if (this.#phase.name !== 'live') return
    if (this.#flow.lagging) {
      this.#flow.missed()
      return
    }
    const outgoing = batch.soleAuthor === this ? batch.withoutRows() : batch.for(this.dialect)
    this.sentSeq = batch.toSeq
    if (outgoing) this.send(outgoing)
  }

  send(batch: OutgoingBatch): void {
    if (this.#phase.name === 'closed' || batch.isEmpty) return
    this.connection.send(batch)
    this.#flow.sent(batch)
  }

  /** Whether large answers must wait until the client has read what it has. */
  protected get lagging(): boolean {
    return this.#flow.lagging
  }

  /** What the client was not sent while it lagged: it is brought up to date when it has read the rest. */
  protected missed(): void {
    this.#flow.missed()
  }

  drained(): void {
    if (this.#phase.name !== 'live') return
    const lag = this.#flow.drained()
    if (!lag) return
    const { room } = this.#phase
    if (lag.missed) {
      const presence = writeAwareness(room.everyonesAndTheLeftsPresence())
      this.send(new OutgoingBatch([...this.catchUpMessages(room), presence]))
    }
    this.acknowledge()
    this.caughtUp(room)
  }

  /** The client has read what it was sent: what it asked meanwhile can be answered. */
  protected caughtUp(_room: Room): void {
    // Only plain clients ask for much.
  }

  /** Messages from `sentSeq` to the room's head; moves `sentSeq`. */
  protected catchUpMessages(room: Room): OutgoingMessage[] {
    const rows = room.window.after(this.sentSeq)
    const messages: OutgoingMessage[] = []
    if (!rows) {
      messages.push(...this.messagesForBase(room))
      this.sentSeq = room.window.baseSeq
    }
    messages.push(...this.messagesFor(rows ?? room.window.rows, room.head))
    this.sentSeq = room.head
    return messages
  }

  // ── ending ────────────────────────────────────────────────────────────────────────────────────────────────────────

  end(reason: CloseReason): void {
    this.close(reason)
  }

  protected close(reason: CloseReason, detail?: string): void {
    if (this.#phase.name === 'closed') return
    this.deps.metrics.closes.inc({ reason: reason.name })
    this.disconnected()
    this.connection.close(reason, detail)
  }

  disconnected(): void {
    const phase = this.#phase
    if (phase.name === 'closed') return
    this.#phase = { name: 'closed' }
    this.#entrance.leave()
    this.#flow.stop()
    if (phase.name === 'live') phase.room.leave(this)
  }
}
