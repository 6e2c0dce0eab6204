/**
 * The way of edits made here: into the outbox as they are made, onto the wire one push at a time, out of it when the
 * server calls them durable. All decisions are `outbox.ts`'s; this holds what they are made from: the session whose
 * numbers are used, when the push on the wire was sent, and what the server was seen to have while a resync waits.
 */
import { type ClientSeq, newSessionId, type Push, type Refused, type SessionId, type Welcome } from '@dure/protocol'
import { applyUpdate, type Doc, transact } from 'yjs'
import type { Clock } from './clock.ts'
import type { Joined, LocalCopy, Restored } from './local-copy/local-copy.ts'
import * as outboxOf from './outbox.ts'
import { followedBy, joinedBy } from './outbox-adoption.ts'
import { type ParkedEntry, updatesOf } from './outbox-entry.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'
import { ServerClocks } from './server-clocks.ts'
import { newYjsClientId } from './yjs-client-id.ts'

export interface OutgoingParts {
  readonly doc: Doc
  readonly localCopy: LocalCopy | undefined
  readonly clock: Clock
  /** Whether a push may go on the wire, and whether a composition is open, which seals nothing new. */
  readonly wire: () => { readonly mayPush: boolean; readonly held: boolean }
  readonly send: (push: Omit<Push, 'type'>) => void
}

export class Outgoing {
  readonly #parts: OutgoingParts
  #outbox = outboxOf.emptyOutbox
  #storedOutbox = outboxOf.emptyOutbox
  #sessionId: SessionId = newSessionId()
  /** The session the present connection said hello for. */
  #greetedSession: SessionId | undefined
  #sentAtMs: number | undefined
  #serverClocks = new ServerClocks()
  #tainted = false

  constructor(parts: OutgoingParts) {
    this.#parts = parts
    // What a given document holds already may or may not be the server's: the first sync finds out.
    if (parts.doc.store.clients.size > 0) this.#outbox = { ...this.#outbox, awaitsResync: true }
  }

  get outbox(): outboxOf.Outbox {
    return this.#outbox
  }

  /** Since when a push waits for its answer. */
  get sentAtMs(): number | undefined {
    return this.#sentAtMs
  }

  /** The document is as the log has it: nothing waits, and it never held edits that the log will never hold. */
  get clean(): boolean {
    return this.#outbox.entries.length === 0 && !this.#outbox.awaitsResync && !this.#tainted
  }

  add(update: Uint8Array): void {
    this.#change(outboxOf.add(this.#outbox, update))
  }

  /** Sends what the outbox lets go. */
  push(): void {
    const { mayPush, held } = this.#parts.wire()
    if (!mayPush || this.#greetedSession !== this.#sessionId) return
    const { outbox, push } = outboxOf.nextPush(this.#outbox, held)
    this.#outbox = outbox
    if (!push) return
    this.#sentAtMs = this.#parts.clock.now()
    this.#parts.send(push)
  }

  // ── the server's answers ──────────────────────────────────────────────────────────────────────────────────────────

  /** A connection says hello: answers for which session. */
  greet(): SessionId {
    this.#greetedSession = this.#sessionId
    return this.#sessionId
  }

  /** False when someone else went on with this session's numbers: they are left to it, and hello is said anew. */
  welcomed(welcome: Welcome): boolean {
    this.#serverClocks = new ServerClocks()
    if (welcome.durableClientSeq < this.#outbox.nextClientSeq) return true
    this.#sessionId = this.#parts.localCopy?.renewSession() ?? newSessionId()
    this.#outbox = outboxOf.renumbered(this.#outbox)
    return false
  }

  /** Answers the updates that are durable now, in order. */
  acknowledge(clientSeq: ClientSeq): readonly Uint8Array[] {
    if (this.#greetedSession !== this.#sessionId) return []
    const updates = outboxOf.acknowledged(this.#outbox, clientSeq).map((entry) => entry.update)
    this.#outbox = outboxOf.acknowledge(this.#outbox, clientSeq)
    if (this.#outbox.inFlight === undefined) this.#sentAtMs = undefined
    return updates
  }

  /** True when the whole document is needed before anything more is sent. */
  refuse(refused: Refused): boolean {
    this.#sentAtMs = undefined
    this.#change(outboxOf.refuse(this.#outbox, refused))
    return this.#outbox.awaitsResync
  }

  lost(): void {
    this.#greetedSession = undefined
    this.#sentAtMs = undefined
    this.#outbox = outboxOf.disconnected(this.#outbox)
  }

  // ── a resync ──────────────────────────────────────────────────────────────────────────────────────────────────────

  /** What the server has, seen on its way in. */
  note(updates: readonly Uint8Array[]): void {
    if (this.#outbox.awaitsResync) for (const update of updates) this.#serverClocks.add(update)
  }

  /** The server's whole document is here: what this copy has beyond it goes out instead of what was there. */
  synced(): void {
    if (!this.#outbox.awaitsResync) return
    const evenDeletionsOnly = this.#outbox.entries.length > 0
    const missing = this.#serverClocks.missingFrom(this.#parts.doc, evenDeletionsOnly)
    this.#change(outboxOf.completeResync(this.#outbox, missing))
  }

  // ── refused edits ─────────────────────────────────────────────────────────────────────────────────────────────────

  retryParked(which: (entry: ParkedEntry) => boolean = () => true): void {
    const parked = outboxOf.parkedIn(this.#outbox).filter(which)
    // After a reload they are not in the document: parked edits are not part of the copy.
    this.#applyNow(parked.map((entry) => entry.update))
    this.#outbox = outboxOf.retryParked(this.#outbox, which)
    this.push()
  }

  discardParked(): void {
    this.#outbox = outboxOf.discardParked(this.#outbox)
  }

  // ── the device ────────────────────────────────────────────────────────────────────────────────────────────────────

  /** Hands the outbox to the local copy if it changed. */
  store(strict: boolean): void {
    if (this.#outbox === this.#storedOutbox) return
    this.#storedOutbox = this.#outbox
    this.#parts.localCopy?.keepOutbox(this.#outbox, strict)
  }

  /**
   * Puts the copy into the document and its outbox before what was written meanwhile. Answers false when what is stored
   * makes no document: the server's replaces it.
   */
  restore({ sessionId, outbox, updates }: Restored): boolean {
    this.#sessionId = sessionId
    const { awaitsResync } = this.#outbox
    this.#outbox = { ...followedBy(outbox, this.#outbox.entries), awaitsResync }
    try {
      this.#applyNow([...updates, ...outbox.entries.flatMap(updatesOf)])
    } catch {
      return false
    }
    return true
  }

  /** Takes in the outbox of a copy that was found late, and answers the session under which it goes out. */
  join({ entries }: outboxOf.Outbox): Joined {
    this.#outbox = joinedBy(this.#outbox, entries)
    this.push()
    return { sessionId: this.#sessionId, outbox: this.#outbox }
  }

  #change(outbox: outboxOf.Outbox): void {
    const parkedBefore = outboxOf.parkedIn(this.#outbox).length
    this.#outbox = outbox
    if (outboxOf.parkedIn(outbox).length <= parkedBefore) return
    this.#tainted = true
    // Yjs clocks are gapless, so nothing written under this id after a refused edit could ever be taken.
    this.#parts.doc.clientID = newYjsClientId()
  }

  #applyNow(updates: readonly Uint8Array[]): void {
    const { doc } = this.#parts
    transact(doc, () => updates.forEach((update) => void applyUpdate(doc, update, REMOTE_ORIGIN)), REMOTE_ORIGIN, false)
  }
}
