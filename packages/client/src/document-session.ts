/**
 * The path of an edit through the client, both ways: a local update enters the outbox here and leaves it when the
 * server calls it durable; a remote one is kept and handed to the document here. All decisions are made in the pure
 * modules beside it; this one holds the parts together.
 */
import {
  type ClientSeq,
  type Hello,
  mayWrite,
  newSessionId,
  PROTOCOL_VERSION,
  type Role,
  type ServerEvent,
  type SessionId,
  type Welcome,
  writeAwareness,
  writePush,
  writeReauth,
} from '@dure/protocol'
import type { Awareness } from 'y-protocols/awareness'
import { applyUpdate, type Doc, encodeStateAsUpdate, transact } from 'yjs'
import type { Clock } from './clock.ts'
import { ConnectionDriver, type DocumentEffect } from './connection-driver.ts'
import { type ConnectionState, mayPush, type Position } from './connection-phase.ts'
import { identityIn, type Self } from './identity-event.ts'
import { Inbound } from './inbound.ts'
import type { LocalCopy, Restored, WholeDocument } from './local-copy/local-copy.ts'
import { LogKeeper } from './local-copy/log-keeper.ts'
import * as outboxOf from './outbox.ts'
import { followedBy } from './outbox-adoption.ts'
import type { PageSignals, WatchPage } from './page-signals.ts'
import { Presence } from './presence.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'
import type { KeptOn } from './save-status.ts'
import { ServerClocks } from './server-clocks.ts'
import type { OpenTransport } from './transport.ts'
import { unreachable } from './unreachable.ts'

export interface DocumentSessionParts {
  readonly doc: Doc
  readonly awareness: Awareness
  readonly displayName: string
  readonly schemaVersion: number
  readonly openTransport: OpenTransport
  readonly watchPage: WatchPage
  /** Undefined: nothing outlives the tab. */
  readonly localCopy: LocalCopy | undefined
  readonly titleOf: (doc: Doc) => string
  readonly clock: Clock
  /** From 0 up to, not including, 1. */
  readonly random: () => number
}

export interface DocumentSessionListener {
  /** Something a person may see has changed, or not. */
  changed(): void
  told(event: ServerEvent): void
  /** The first content is in the document. */
  content(): void
}

export class DocumentSession {
  readonly #parts: DocumentSessionParts
  readonly #listener: DocumentSessionListener
  readonly #driver: ConnectionDriver
  readonly #inbound: Inbound
  readonly #presence: Presence
  readonly #log: LogKeeper | undefined
  readonly #stopWatchingPage: () => void
  #outbox = outboxOf.emptyOutbox
  #storedOutbox = outboxOf.emptyOutbox
  #sessionId: SessionId = newSessionId()
  /** The session the present connection said hello for. */
  #greetedSession: SessionId | undefined
  #sentAtMs: number | undefined
  /** What the server was seen to have on this connection, while a resync waits for all of it. */
  #serverClocks = new ServerClocks()
  #displayName: string
  /** The name this connection was given. */
  #saidName = ''
  #role: Role | undefined
  #self: Self | undefined
  /** The document holds, or held, edits that the log will never hold. */
  #tainted = false
  #closed = false

  constructor(parts: DocumentSessionParts, listener: DocumentSessionListener) {
    this.#parts = parts
    this.#listener = listener
    this.#displayName = parts.displayName
    this.#log = parts.localCopy && new LogKeeper(parts.localCopy)
    this.#inbound = new Inbound(parts.doc, () => this.#driver.dispatch({ type: 'start-over' }))
    this.#driver = new ConnectionDriver(
      {
        perform: (effect) => this.#perform(effect),
        hello: (resume) => this.#hello(resume),
        unansweredSinceMs: () => this.#sentAtMs,
        settled: () => this.#settled(),
      },
      parts,
      parts,
    )
    this.#presence = new Presence(parts.awareness, parts.clock, (entries) => this.#driver.send(writeAwareness(entries)))
    // What a given document holds already may or may not be the server's: the first sync finds out.
    if (parts.doc.store.clients.size > 0) this.#outbox = { ...this.#outbox, awaitsResync: true }
    parts.doc.on('update', this.#onUpdate)
    this.#stopWatchingPage = parts.watchPage(this.#signals())
  }

  /** Restores what this device kept, if anything, and connects. Without a local copy, at once. */
  start(): void {
    const { localCopy } = this.#parts
    if (!localCopy) this.#driver.dispatch({ type: 'start', position: undefined })
    else void this.#restoreAndStart(localCopy)
  }

  get state(): ConnectionState {
    return this.#driver.state
  }

  get outbox(): outboxOf.Outbox {
    return this.#outbox
  }

  get keptOn(): KeptOn {
    return this.#parts.localCopy?.keptOn ?? 'tab'
  }

  get role(): Role | undefined {
    return this.#role
  }

  get self(): Self | undefined {
    return this.#self
  }

  setDisplayName(name: string): void {
    this.#displayName = name
    this.#sayName()
  }

  reauthenticate(credential: string): void {
    if (this.state.phase.kind !== 'live') this.reconnectNow()
    else this.#driver.send(writeReauth({ credential, displayName: this.#displayName }))
  }

  reconnectNow(): void {
    this.#driver.dispatch({ type: 'reconnect-now' })
  }

  hold(): void {
    this.#inbound.hold()
    this.#presence.hold()
  }

  release(): void {
    if (!this.#inbound.held) return
    this.#inbound.release()
    this.#presence.release()
    this.#push()
    this.#settled()
  }

  retryParked(): void {
    this.#retryParked(() => true)
    this.#settled()
  }

  discardParked(): void {
    this.#outbox = outboxOf.discardParked(this.#outbox)
    this.#settled()
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#presence.leave()
    this.#inbound.release()
    this.#parts.doc.off('update', this.#onUpdate)
    this.#stopWatchingPage()
    this.#driver.dispatch({ type: 'close' })
    await this.#parts.localCopy?.close()
  }

  // ── edits made here ───────────────────────────────────────────────────────────────────────────────────────────────

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE_ORIGIN) return
    this.#changeOutbox(outboxOf.add(this.#outbox, update))
    this.#push()
    this.#settled()
  }

  #push(): void {
    if (!mayPush(this.#driver.state) || this.#greetedSession !== this.#sessionId) return
    const { outbox, push } = outboxOf.nextPush(this.#outbox, this.#inbound.held)
    this.#outbox = outbox
    if (!push) return
    this.#sentAtMs = this.#parts.clock.now()
    this.#driver.send(writePush(push))
  }

  #acknowledge(clientSeq: ClientSeq): void {
    if (this.#greetedSession !== this.#sessionId) return
    const updates = outboxOf.acknowledged(this.#outbox, clientSeq).map((entry) => entry.update)
    if (updates.length > 0) this.#log?.bring(updates)
    this.#outbox = outboxOf.acknowledge(this.#outbox, clientSeq)
    if (this.#outbox.inFlight === undefined) this.#sentAtMs = undefined
  }

  #changeOutbox(outbox: outboxOf.Outbox): void {
    const parkedBefore = outboxOf.parkedIn(this.#outbox).length
    this.#outbox = outbox
    if (outboxOf.parkedIn(outbox).length <= parkedBefore) return
    this.#tainted = true
    // Yjs clocks are gapless, so nothing written under this id after a refused edit could ever be taken.
    this.#parts.doc.clientID = newYjsClientId()
  }

  #retryParked(which: (entry: outboxOf.ParkedEntry) => boolean): void {
    const updates = outboxOf
      .parkedIn(this.#outbox)
      .filter(which)
      .map((entry) => entry.update)
    // After a reload they are not in the document: parked edits are not part of the copy.
    this.#applyNow(updates)
    this.#outbox = outboxOf.retryParked(this.#outbox, which)
    this.#push()
  }

  // ── edits of others ───────────────────────────────────────────────────────────────────────────────────────────────

  #receive(updates: readonly Uint8Array[], whole?: Uint8Array): void {
    if (this.#outbox.awaitsResync) for (const update of updates) this.#serverClocks.add(update)
    this.#log?.bring(updates, whole)
    this.#inbound.receive(updates)
  }

  /** The server's whole document is here: what this copy has beyond it goes into the outbox instead of what was there. */
  #completeResync(): void {
    const evenDeletionsOnly = this.#outbox.entries.length > 0
    const missing = this.#serverClocks.missingFrom(this.#parts.doc, evenDeletionsOnly)
    this.#changeOutbox(outboxOf.completeResync(this.#outbox, missing))
  }

  #applyNow(updates: readonly Uint8Array[]): void {
    const { doc } = this.#parts
    transact(doc, () => updates.forEach((update) => void applyUpdate(doc, update, REMOTE_ORIGIN)), REMOTE_ORIGIN, false)
  }

  // ── the connection ────────────────────────────────────────────────────────────────────────────────────────────────

  #signals(): PageSignals {
    return {
      network: (online) => this.#driver.dispatch({ type: 'network', online }),
      shown: () => this.#driver.dispatch({ type: 'shown' }),
      hidden: () => void this.#parts.localCopy?.flush(),
    }
  }

  #hello(resume: Position | undefined): Omit<Hello, 'type'> {
    this.#greetedSession = this.#sessionId
    this.#saidName = this.#displayName
    return {
      protocolVersion: PROTOCOL_VERSION,
      schemaVersion: this.#parts.schemaVersion,
      sessionId: this.#sessionId,
      displayName: this.#displayName,
      resume,
    }
  }

  #perform(effect: DocumentEffect): void {
    switch (effect.type) {
      case 'welcomed':
        this.#welcomed(effect.welcome)
        break
      case 'apply-state':
        this.#receive([effect.update], effect.update)
        break
      case 'apply-updates':
        this.#receive(effect.updates.updates)
        break
      case 'synced':
        this.#log?.bring([])
        if (this.#outbox.awaitsResync) this.#completeResync()
        this.#inbound.flush()
        this.#inbound.afterwards(() => this.#listener.content())
        break
      case 'acknowledge':
        this.#acknowledge(effect.clientSeq)
        break
      case 'refuse':
        this.#sentAtMs = undefined
        this.#changeOutbox(outboxOf.refuse(this.#outbox, effect.refused))
        if (this.#outbox.awaitsResync) this.#driver.dispatch({ type: 'start-over' })
        break
      case 'apply-presence':
        this.#presence.receive(effect.entries)
        break
      case 'tell':
        this.#told(effect.event)
        break
      case 'push':
        this.#push()
        break
      case 'lost':
        this.#greetedSession = undefined
        this.#sentAtMs = undefined
        this.#outbox = outboxOf.disconnected(this.#outbox)
        this.#presence.drop()
        break
      default:
        unreachable(effect)
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#serverClocks = new ServerClocks()
    this.#takeSelf(welcome)
    this.#sayName()
    // Someone else went on with this session's numbers: leave them to it, and go on under new ones.
    if (welcome.durableClientSeq >= this.#outbox.nextClientSeq) {
      this.#sessionId = this.#parts.localCopy?.renewSession() ?? newSessionId()
      this.#outbox = outboxOf.renumbered(this.#outbox)
      this.#driver.dispatch({ type: 'reconnect-now' })
      return
    }
    this.#presence.announce()
  }

  #told(event: ServerEvent): void {
    const self = identityIn(event)
    if (self) this.#takeSelf(self)
    this.#listener.told(event)
  }

  #takeSelf({ userId, displayName }: Self): void {
    // Another person signed in meanwhile: a Yjs client id belongs to the one who wrote under it first.
    if (this.#self && this.#self.userId !== userId) this.#parts.doc.clientID = newYjsClientId()
    this.#self = Object.freeze({ userId, displayName })
  }

  /** A name that changed since hello. */
  #sayName(): void {
    if (this.state.phase.kind !== 'live' || this.#saidName === this.#displayName) return
    this.#saidName = this.#displayName
    this.#driver.send(writeReauth({ credential: '', displayName: this.#displayName }))
  }

  #settled(): void {
    const { phase, position } = this.#driver.state
    if (phase.kind === 'live' && phase.role !== this.#role) this.#takeRole(phase.role)
    this.#log?.settle(position)
    if (this.#outbox !== this.#storedOutbox) {
      this.#storedOutbox = this.#outbox
      this.#parts.localCopy?.keepOutbox(this.#outbox, phase.kind !== 'live')
    }
    this.#listener.changed()
  }

  #takeRole(role: Role): void {
    const couldWrite = this.#role !== undefined && mayWrite(this.#role)
    this.#role = role
    if (!couldWrite && mayWrite(role)) this.#retryParked((entry) => entry.reason.name === 'read-only')
  }

  // ── what this device keeps ────────────────────────────────────────────────────────────────────────────────────────

  async #restoreAndStart(localCopy: LocalCopy): Promise<void> {
    let position: Position | undefined
    await localCopy.restore({
      found: (restored) => {
        position = this.#takeRestored(restored)
      },
      changed: () => this.#listener.changed(),
      whole: () => this.#wholeDocument(),
      title: () => this.#parts.titleOf(this.#parts.doc),
    })
    if (this.#closed) return
    // A document that was given with content of its own is compared with all that the server has.
    const resumable = this.#outbox.awaitsResync ? undefined : position
    this.#log?.startAt(resumable)
    this.#driver.dispatch({ type: 'start', position: resumable })
    // After the edits that were kept are in the outbox: whoever waits for content may ask next whether all is saved.
    if (position) this.#listener.content()
  }

  /** Puts the copy into the document and its outbox before what was written meanwhile. Answers where it stands. */
  #takeRestored({ sessionId, outbox, position, updates }: Restored): Position | undefined {
    this.#sessionId = sessionId
    const edits = outbox.entries.flatMap((entry) => (entry.kind === 'unsent' ? entry.pieces : []))
    const sent = outbox.entries.flatMap((entry) => (entry.kind === 'sealed' ? [entry.update] : []))
    const { awaitsResync } = this.#outbox
    this.#outbox = { ...followedBy(outbox, this.#outbox.entries), awaitsResync }
    try {
      this.#applyNow([...updates, ...sent, ...edits])
    } catch {
      // What is stored does not make a document: the server's replaces it.
      return undefined
    }
    return position
  }

  #wholeDocument(): WholeDocument | undefined {
    const { position } = this.#driver.state
    const clean = this.#outbox.entries.length === 0 && !this.#outbox.awaitsResync && !this.#tainted
    if (!position || !clean || !this.#inbound.idle) return undefined
    return { ...position, update: encodeStateAsUpdate(this.#parts.doc) }
  }
}

/** Yjs client ids are 32 random bits. */
const newYjsClientId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
