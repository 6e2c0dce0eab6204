/**
 * One document's session: holds together its connection, the way of edits out (`outgoing.ts`) and in (`inbound.ts`), who
 * is here, and what the device keeps. Carries out what the connection's pure half decides for them.
 */
import {
  type Hello,
  mayWrite,
  PROTOCOL_VERSION,
  type Role,
  type ServerEvent,
  type Welcome,
  writeAwareness,
  writePush,
  writeReauth,
} from '@dure/protocol'
import type { Awareness } from 'y-protocols/awareness'
import { type Doc, encodeStateAsUpdate } from 'yjs'
import type { Clock } from './clock.ts'
import { ConnectionDriver, type DocumentEffect } from './connection-driver.ts'
import { type ConnectionState, mayPush, type Position } from './connection-phase.ts'
import { EarlyTransport } from './early-transport.ts'
import { identityIn, type Self } from './identity-event.ts'
import { Inbound } from './inbound.ts'
import type { Joined, LocalCopy, Restored, WholeDocument } from './local-copy/local-copy.ts'
import { LogKeeper } from './local-copy/log-keeper.ts'
import type { Outbox } from './outbox.ts'
import { updatesOf } from './outbox-entry.ts'
import { Outgoing } from './outgoing.ts'
import type { PageSignals, WatchPage } from './page-signals.ts'
import { Presence } from './presence.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'
import type { KeptOn } from './save-status.ts'
import type { OpenTransport } from './transport.ts'
import { unreachable } from './unreachable.ts'
import { newYjsClientId } from './yjs-client-id.ts'

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
  readonly #transport: EarlyTransport
  readonly #outgoing: Outgoing
  readonly #inbound: Inbound
  readonly #presence: Presence
  readonly #log: LogKeeper | undefined
  readonly #stopWatchingPage: () => void
  #displayName: string
  /** The name this connection was given. */
  #saidName = ''
  #role: Role | undefined
  #self: Self | undefined
  #closed = false

  constructor(parts: DocumentSessionParts, listener: DocumentSessionListener) {
    this.#parts = parts
    this.#listener = listener
    this.#displayName = parts.displayName
    this.#log = parts.localCopy && new LogKeeper(parts.localCopy)
    this.#outgoing = new Outgoing({
      doc: parts.doc,
      localCopy: parts.localCopy,
      clock: parts.clock,
      wire: () => ({ mayPush: mayPush(this.#driver.state), held: this.#inbound.held }),
      send: (push) => this.#driver.send(writePush(push)),
    })
    this.#inbound = new Inbound(parts.doc, () => this.#driver.dispatch({ type: 'start-over' }))
    this.#transport = new EarlyTransport(parts.openTransport)
    this.#driver = new ConnectionDriver(
      {
        perform: (effect) => this.#perform(effect),
        hello: (resume) => this.#hello(resume),
        unansweredSinceMs: () => this.#outgoing.sentAtMs,
        settled: () => this.#settled(),
      },
      { openTransport: this.#transport.take, clock: parts.clock, random: parts.random },
      parts,
    )
    this.#presence = new Presence(parts.awareness, parts.clock, (entries) => this.#driver.send(writeAwareness(entries)))
    parts.doc.on('update', this.#onUpdate)
    this.#stopWatchingPage = parts.watchPage(this.#signals())
  }

  /** Restores what this device kept, if anything, and connects. Without a local copy, at once. */
  start(): void {
    const { localCopy } = this.#parts
    if (!localCopy) {
      this.#driver.dispatch({ type: 'start', position: undefined })
      return
    }
    this.#transport.begin()
    void this.#restoreAndStart(localCopy)
  }

  get state(): ConnectionState {
    return this.#driver.state
  }

  get outbox(): Outbox {
    return this.#outgoing.outbox
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
    this.#outgoing.push()
    this.#settled()
  }

  retryParked(): void {
    this.#outgoing.retryParked()
    this.#settled()
  }

  discardParked(): void {
    this.#outgoing.discardParked()
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
    this.#transport.drop()
    await this.#parts.localCopy?.close()
  }

  // ── edits ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin === REMOTE_ORIGIN) return
    this.#outgoing.add(update)
    this.#outgoing.push()
    this.#settled()
  }

  #receive(updates: readonly Uint8Array[], whole?: Uint8Array): void {
    this.#outgoing.note(updates)
    this.#log?.bring(updates, whole)
    this.#inbound.receive(updates)
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
    this.#saidName = this.#displayName
    return {
      protocolVersion: PROTOCOL_VERSION,
      schemaVersion: this.#parts.schemaVersion,
      sessionId: this.#outgoing.greet(),
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
        this.#outgoing.synced()
        this.#inbound.flush()
        this.#inbound.afterwards(() => this.#listener.content())
        break
      case 'acknowledge': {
        const updates = this.#outgoing.acknowledge(effect.clientSeq)
        if (updates.length > 0) this.#log?.bring(updates)
        break
      }
      case 'refuse':
        if (this.#outgoing.refuse(effect.refused)) this.#driver.dispatch({ type: 'start-over' })
        break
      case 'apply-presence':
        this.#presence.receive(effect.entries)
        break
      case 'tell':
        this.#told(effect.event)
        break
      case 'push':
        this.#outgoing.push()
        break
      case 'lost':
        this.#outgoing.lost()
        this.#presence.drop()
        break
      default:
        unreachable(effect)
    }
  }

  #welcomed(welcome: Welcome): void {
    this.#takeSelf(welcome)
    this.#sayName()
    if (this.#outgoing.welcomed(welcome)) this.#presence.announce()
    else this.#driver.dispatch({ type: 'reconnect-now' })
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
    this.#outgoing.store(phase.kind !== 'live')
    this.#listener.changed()
  }

  #takeRole(role: Role): void {
    const couldWrite = this.#role !== undefined && mayWrite(this.#role)
    this.#role = role
    if (!couldWrite && mayWrite(role)) this.#outgoing.retryParked((entry) => entry.reason.name === 'read-only')
  }

  // ── what this device keeps ────────────────────────────────────────────────────────────────────────────────────────

  async #restoreAndStart(localCopy: LocalCopy): Promise<void> {
    let position: Position | undefined
    await localCopy.restore({
      found: (restored) => {
        // What is stored and makes no document is replaced by the server's.
        position = this.#outgoing.restore(restored) ? restored.position : undefined
      },
      foundLate: (restored) => this.#joinLate(restored),
      changed: () => this.#listener.changed(),
      whole: () => this.#wholeDocument(),
      title: () => this.#parts.titleOf(this.#parts.doc),
    })
    if (this.#closed) return
    // A document that was given with content of its own is compared with all that the server has.
    const resumable = this.outbox.awaitsResync ? undefined : position
    if (resumable) this.#log?.startAt(resumable)
    this.#driver.dispatch({ type: 'start', position: resumable })
    // After the edits that were kept are in the outbox: whoever waits for content may ask next whether all is saved.
    if (position) this.#listener.content()
  }

  /** What this device keeps comes after the document was opened without it, and may have been written in. */
  #joinLate({ outbox, position, updates }: Restored): Joined | undefined {
    const { phase, position: reached } = this.#driver.state
    const epoch = reached?.epoch ?? (phase.kind === 'live' ? phase.welcome.epoch : undefined)
    // Two histories are never merged: whoever opens the document next is told, and asked.
    if (this.#closed || (position && epoch !== undefined && position.epoch !== epoch)) return undefined
    const isFirst = epoch === undefined && position !== undefined
    this.#inbound.receive([...(isFirst ? updates : []), ...outbox.entries.flatMap(updatesOf)])
    if (isFirst && !this.outbox.awaitsResync) {
      this.#log?.startAt(position)
      this.#driver.dispatch({ type: 'found-late', position })
      this.#inbound.afterwards(() => this.#listener.content())
    }
    return this.#outgoing.join(outbox)
  }

  #wholeDocument(): WholeDocument | undefined {
    const { position } = this.#driver.state
    if (!position || !this.#outgoing.clean || !this.#inbound.idle) return undefined
    return { ...position, update: encodeStateAsUpdate(this.#parts.doc) }
  }
}
