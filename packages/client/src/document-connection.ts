/**
 * One open document: ties the Y.Doc, the outbox, the people and the connection together. It stands at both ends of an
 * edit's path: a local update enters the outbox here and leaves it when the server calls it durable; a remote one is
 * handed to the document here. All decisions are made in the pure modules beside it.
 */
import {
  type ClientSeq,
  type DocumentId,
  mayWrite,
  newSessionId,
  PROTOCOL_VERSION,
  type Role,
  type ServerEvent,
  type SessionId,
  type Welcome,
  writeAwareness,
  writePush,
} from '@dure/protocol'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import type { Clock } from './clock.ts'
import { ConnectionDriver, type DocumentEffect } from './connection-driver.ts'
import { mayPush, type Position } from './connection-phase.ts'
import { CONNECTING, type ConnectionStatus, connectionStatus } from './connection-status.ts'
import { ConnectionEnded } from './end-reason.ts'
import { Inbound } from './inbound.ts'
import { ListenerSet } from './listener-set.ts'
import * as outboxOf from './outbox.ts'
import type { PageSignals, WatchPage } from './page-signals.ts'
import { type ParkedEdit, parkedEdit } from './parked-edit.ts'
import { Presence } from './presence.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'
import { type SaveStatus, sameStatus, saveStatus } from './save-status.ts'
import { ServerClocks } from './server-clocks.ts'
import type { OpenTransport } from './transport.ts'
import { unreachable } from './unreachable.ts'

/** Who the server says this person is. */
export interface Self {
  readonly userId: string
  readonly displayName: string
}

export interface DocumentConnectionParts {
  readonly documentId: DocumentId
  readonly doc: Doc
  readonly awareness: Awareness
  readonly ownsAwareness: boolean
  readonly displayName: string
  readonly schemaVersion: number
  readonly openTransport: OpenTransport
  readonly watchPage: WatchPage
  readonly clock: Clock
  readonly random: () => number
}

export class DocumentConnection {
  readonly documentId: DocumentId
  readonly doc: Doc
  readonly awareness: Awareness
  /** Resolves with the first content; rejects with `ConnectionEnded` when the connection ends before. */
  readonly whenSynced: Promise<void>

  readonly #parts: DocumentConnectionParts
  readonly #driver: ConnectionDriver
  readonly #inbound: Inbound
  readonly #presence: Presence
  readonly #synced = Promise.withResolvers<void>()
  readonly #listeners = new ListenerSet<[]>()
  readonly #eventListeners = new ListenerSet<[ServerEvent]>()
  readonly #stopWatchingPage: () => void
  #outbox = outboxOf.emptyOutbox
  #sessionId: SessionId = newSessionId()
  /** The session the present connection said hello for. */
  #greetedSession: SessionId | undefined
  #sentAtMs: number | undefined
  /** What the server was seen to have on this connection, while a resync waits for all of it. */
  #serverClocks = new ServerClocks()
  #displayName: string
  #role: Role | undefined
  #self: Self | undefined
  #hasSynced = false
  #parked: readonly ParkedEdit[] = []
  #shown: readonly unknown[] = []
  #status: SaveStatus = { kind: 'saved' }
  #connection: ConnectionStatus = CONNECTING

  constructor(parts: DocumentConnectionParts) {
    this.#parts = parts
    this.documentId = parts.documentId
    this.doc = parts.doc
    this.awareness = parts.awareness
    this.#displayName = parts.displayName
    this.whenSynced = this.#synced.promise
    // Nobody has to wait for it: an end that nobody awaits is told by the status.
    this.whenSynced.catch(() => {})
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
    this.#driver.dispatch({ type: 'start', position: undefined })
  }

  get status(): SaveStatus {
    return this.#status
  }

  get connection(): ConnectionStatus {
    return this.#connection
  }

  /** Undefined until the server said it. */
  get role(): Role | undefined {
    return this.#role
  }

  /** Undefined until the server said it. */
  get self(): Self | undefined {
    return this.#self
  }

  get hasSynced(): boolean {
    return this.#hasSynced
  }

  /** Edits the server refused for good. They are in `doc` here and nowhere else. */
  get parked(): readonly ParkedEdit[] {
    return this.#parked
  }

  /** Calls `listener` after each change of status, connection, role, self, hasSynced or parked. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Calls `listener` with what the server tells about the document besides its edits. */
  onEvent(listener: (event: ServerEvent) => void): () => void {
    return this.#eventListeners.add(listener)
  }

  /** Resolves when everything written so far and until then is saved; rejects with `ConnectionEnded`. */
  whenSaved(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const check = () => {
      const { phase } = this.#driver.state
      if (this.#status.kind === 'saved') resolve()
      else if (phase.kind === 'ended') reject(new ConnectionEnded(phase.reason))
    }
    const stop = this.subscribe(check)
    check()
    return promise.finally(stop)
  }

  /** A guest's name. The server takes it with the next hello, which is said at once. */
  setDisplayName(name: string): void {
    if (name === this.#displayName) return
    this.#displayName = name
    if (this.#greetedSession) this.reconnectNow()
  }

  /** Connects anew without waiting, also after an end that needs a change (signed in again, rights given). */
  reconnectNow(): void {
    this.#driver.dispatch({ type: 'reconnect-now' })
  }

  /**
   * A composition begins: until `release`, remote updates wait outside the document and local ones are not sent.
   * Call `release` two microtasks after `compositionend`, when the editor has read the result.
   */
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

  /** Sends parked edits again. */
  retryParked(): void {
    this.#outbox = outboxOf.retryParked(this.#outbox)
    this.#push()
    this.#settled()
  }

  /** Forgets parked edits. They stay visible in `doc` until the document is opened anew. */
  discardParked(): void {
    this.#outbox = outboxOf.discardParked(this.#outbox)
    this.#settled()
  }

  /** Lets go of everything. Resolves when nothing of it is left to do. */
  async close(): Promise<void> {
    this.#presence.leave()
    this.#inbound.release()
    this.doc.off('update', this.#onUpdate)
    this.#stopWatchingPage()
    this.#driver.dispatch({ type: 'close' })
    if (this.#parts.ownsAwareness) this.awareness.destroy()
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE_ORIGIN) return
    this.#changeOutbox(outboxOf.add(this.#outbox, update))
    this.#push()
    this.#settled()
  }

  #signals(): PageSignals {
    return {
      network: (online) => this.#driver.dispatch({ type: 'network', online }),
      shown: () => this.#driver.dispatch({ type: 'shown' }),
      hidden: () => {},
    }
  }

  #hello(resume: Position | undefined) {
    this.#greetedSession = this.#sessionId
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
        this.#receive([effect.update])
        break
      case 'apply-updates':
        this.#receive(effect.updates.updates)
        break
      case 'synced':
        if (this.#outbox.awaitsResync) this.#completeResync()
        this.#inbound.flush()
        this.#inbound.afterwards(() => this.#contentIsHere())
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
        this.#eventListeners.call(effect.event)
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
    this.#self = Object.freeze({ userId: welcome.userId, displayName: welcome.displayName })
    // Someone else went on with this session's numbers: leave them to it, and go on under new ones.
    if (welcome.durableClientSeq >= this.#outbox.nextClientSeq) {
      this.#sessionId = newSessionId()
      this.#outbox = outboxOf.renumbered(this.#outbox)
      this.#driver.dispatch({ type: 'reconnect-now' })
      return
    }
    this.#presence.announce()
  }

  #acknowledge(clientSeq: ClientSeq): void {
    if (this.#greetedSession !== this.#sessionId) return
    this.#outbox = outboxOf.acknowledge(this.#outbox, clientSeq)
    if (this.#outbox.inFlight === undefined) this.#sentAtMs = undefined
  }

  #receive(updates: readonly Uint8Array[]): void {
    if (this.#outbox.awaitsResync) for (const update of updates) this.#serverClocks.add(update)
    this.#inbound.receive(updates)
  }

  /** The server's whole document is here: what this copy has beyond it goes into the outbox instead of what was there. */
  #completeResync(): void {
    const evenDeletionsOnly = this.#outbox.entries.length > 0
    const missing = this.#serverClocks.missingFrom(this.doc, evenDeletionsOnly)
    this.#changeOutbox(outboxOf.completeResync(this.#outbox, missing))
  }

  #contentIsHere(): void {
    this.#hasSynced = true
    this.#synced.resolve()
  }

  #push(): void {
    if (!mayPush(this.#driver.state) || this.#greetedSession !== this.#sessionId) return
    const { outbox, push } = outboxOf.nextPush(this.#outbox, this.#inbound.held)
    this.#outbox = outbox
    if (!push) return
    this.#sentAtMs = this.#parts.clock.now()
    this.#driver.send(writePush(push))
  }

  #changeOutbox(outbox: outboxOf.Outbox): void {
    const parkedBefore = outboxOf.parkedIn(this.#outbox).length
    this.#outbox = outbox
    // Yjs clocks are gapless, so nothing written under this id after a refused edit could ever be taken.
    if (outboxOf.parkedIn(outbox).length > parkedBefore) this.doc.clientID = newYjsClientId()
  }

  #settled(): void {
    const { state } = this.#driver
    const { phase } = state
    if (phase.kind === 'live') this.#takeRole(phase.role)
    if (phase.kind === 'ended') this.#synced.reject(new ConnectionEnded(phase.reason))
    const status = saveStatus(this.#outbox, state, 'tab')
    if (!sameStatus(status, this.#status)) this.#status = Object.freeze(status)
    this.#connection = connectionStatus(phase, this.#connection)
    const parked = outboxOf.parkedIn(this.#outbox).map(parkedEdit)
    if (!sameElements(parked, this.#parked)) this.#parked = Object.freeze(parked)
    this.#tell()
  }

  /** Tells the listeners if there is anything new to see. */
  #tell(): void {
    const shown = [this.#status, this.#connection, this.#role, this.#self, this.#hasSynced, this.#parked]
    if (sameElements(shown, this.#shown)) return
    this.#shown = shown
    this.#listeners.call()
  }

  #takeRole(role: Role): void {
    const couldWrite = this.#role !== undefined && mayWrite(this.#role)
    this.#role = role
    if (couldWrite || !mayWrite(role)) return
    this.#outbox = outboxOf.retryParked(this.#outbox, (entry) => entry.reason.name === 'read-only')
    this.#push()
  }
}

/** Yjs client ids are 32 random bits. */
const newYjsClientId = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

const sameElements = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index])
