/**
 * A session with a stock y-websocket client: state vectors instead of numbers, and nothing that could tell it an update
 * is durable or refused. So a refusal closes the socket, but for one that a resync mends.
 */

import { decodeClocks, encodeClocks, InvalidUpdate } from '@dure/document/update'
import {
  CLOSE,
  type ClientMessage,
  type ClientSeq,
  type CloseReason,
  type DocumentId,
  MalformedMessage,
  newSessionId,
  REFUSAL,
  type RefusalReason,
  type Seq,
  toClientSeq,
  writeAwareness,
  writeSyncHead,
  writeSyncStep1,
} from '@dure/protocol'
import type { Caller } from '../auth/caller.ts'
import type { WindowRow } from '../room/log-window.ts'
import type { Room } from '../room/room.ts'
import { rowsForPlain } from '../room/room-batch.ts'
import { stateFor } from '../room/state-for.ts'
import type { Connection } from '../transport/connection.ts'
import { OutgoingBatch } from '../transport/outgoing-batch.ts'
import type { SharedMessage } from '../transport/websocket-frame.ts'
import { closeOver } from './close-over.ts'
import { Session, type SessionDeps } from './session.ts'

/** Resyncs in a row after which a client that still sends what cannot be integrated is closed. */
const MAX_RESYNCS = 3

/** A y-websocket update that says nothing. */
const NOTHING = new Uint8Array([0, 0])

export class PlainSession extends Session {
  readonly dialect = 'plain'
  readonly #sessionId = newSessionId()
  #clientSeq = 0
  #resyncs = 0
  /** What the client last asked for while an answer was being made or read: one answer serves all its questions. */
  #asked: Uint8Array | undefined
  #answering = false

  constructor(deps: SessionDeps, connection: Connection, documentId: DocumentId, caller: Caller) {
    super(deps, connection, documentId, caller)
    this.open('', async () => undefined)
  }

  protected override openWith(): boolean {
    return false
  }

  protected override joined(room: Room): void {
    this.sentSeq = room.head
    const presence = room.everyonesPresence()
    const messages = [writeSyncStep1(encodeClocks(room.known.clocks()))]
    if (presence.length > 0) messages.push(writeAwareness(presence))
    this.send(new OutgoingBatch(messages))
  }

  protected override handle(message: ClientMessage, room: Room): void {
    switch (message.type) {
      case 'sync-step-1':
        this.#asked = message.stateVector
        void this.#answer(room)
        return
      case 'sync-step-2':
      case 'sync-update':
        this.#clientSeq += 1
        this.pushes.submit(room, {
          sessionId: this.#sessionId,
          clientSeq: toClientSeq(this.#clientSeq),
          update: message.update,
          restates: message.type === 'sync-step-2',
        })
        return
      case 'awareness':
        if (!room.announce(this, message.entries)) throw new MalformedMessage('presence: a JSON object of at most 4 kB')
        return
      case 'query-awareness':
        if (this.lagging) this.missed()
        else this.send(new OutgoingBatch([writeAwareness(room.everyonesPresence())]))
        return
      default:
        throw new MalformedMessage(`${message.type} is not expected here`)
    }
  }

  /**
   * Step 2: what the client lacks, in as many updates as are at hand; the last makes the client "synced". One at a time:
   * a question takes ten bytes, its answer may take the whole document.
   */
  async #answer(room: Room): Promise<void> {
    if (this.#answering) return
    this.#answering = true
    try {
      for (let asked = this.#takeAsked(); asked; asked = this.#takeAsked()) {
        const pieces = await stateFor(room, decodeClocks(asked))
        const last = pieces.at(-1) ?? NOTHING
        this.send(new OutgoingBatch([...pieces.slice(0, -1).map(syncUpdate), syncStep2(last)]))
      }
    } catch (error) {
      if (error instanceof InvalidUpdate) this.close(CLOSE.malformed, error.message)
      else this.close(closeOver(error, this.documentId, this.deps.logger, 'cannot answer what a client lacks'))
    } finally {
      this.#answering = false
    }
  }

  #takeAsked(): Uint8Array | undefined {
    if (this.lagging) return undefined
    const asked = this.#asked
    this.#asked = undefined
    return asked
  }

  protected override caughtUp(room: Room): void {
    void this.#answer(room)
  }

  protected override messagesForBase(room: Room): SharedMessage[] {
    return [syncUpdate(room.window.base)]
  }

  protected override messagesFor(rows: readonly WindowRow[], _head: Seq): Uint8Array[] {
    return rowsForPlain(rows)
  }

  override acknowledge(): void {
    if (this.ledger.take() !== undefined) this.#resyncs = 0
  }

  protected override refuse(_clientSeq: ClientSeq, reason: RefusalReason, detail: string): void {
    if (reason === REFUSAL.skipsClocks && this.#resyncs < MAX_RESYNCS) {
      // Asking anew what it has mends an edit that was refused before, e.g. while the disk was full.
      this.#resyncs += 1
      this.#askAgain()
      return
    }
    this.close(closeFor(reason), detail)
  }

  #askAgain(): void {
    const { room } = this
    if (room) this.send(new OutgoingBatch([writeSyncStep1(encodeClocks(room.known.clocks()))]))
  }

  protected override identified(): void {
    // There are no words for it: the next update that is not allowed closes the connection.
  }

  /** y-websocket gives a connection up after 30 silent seconds; an awareness message about nobody is a sign of life. */
  override beat(): void {
    this.send(new OutgoingBatch([writeAwareness([])]))
  }
}

/** What a room holds is shared by all who are sent it. */
const syncUpdate = (body: Uint8Array): SharedMessage => ({ head: writeSyncHead('update', body.length), body })
const syncStep2 = (body: Uint8Array): SharedMessage => ({ head: writeSyncHead('step2', body.length), body })

function closeFor(reason: RefusalReason): CloseReason {
  switch (reason) {
    case REFUSAL.malformed:
      return CLOSE.malformed
    case REFUSAL.tooLarge:
      return CLOSE.tooLarge
    case REFUSAL.cannotStore:
    case REFUSAL.tooFast:
      return CLOSE.tryLater
    case REFUSAL.wrongEpoch:
      return CLOSE.serverError
    case REFUSAL.damaged:
      return CLOSE.damaged
    case REFUSAL.readOnly:
      return CLOSE.forbidden
    default:
      return CLOSE.refusedUpdate
  }
}
