/** One open document as pages and bots see it: its state in a form that can be shown, and what a person may do. */
import type { DocumentId, Role, ServerEvent } from '@dure/protocol'
import type { Awareness } from 'y-protocols/awareness'
import type { Doc } from 'yjs'
import { CONNECTING, type ConnectionStatus, connectionStatus } from './connection-status.ts'
import { DocumentSession, type DocumentSessionParts } from './document-session.ts'
import { ConnectionEnded } from './end-reason.ts'
import type { Self } from './identity-event.ts'
import { ListenerSet } from './listener-set.ts'
import { parkedIn } from './outbox.ts'
import { type ParkedEdit, parkedEdit } from './parked-edit.ts'
import { type SaveStatus, sameStatus, saveStatus } from './save-status.ts'

export interface DocumentConnectionParts extends DocumentSessionParts {
  readonly documentId: DocumentId
  readonly ownsAwareness: boolean
  /** Where the local copy is, once it is there. */
  readonly localCopyId: () => string | undefined
  /** What connections show from here on. */
  readonly showToken: (token: string) => void
}

export class DocumentConnection {
  readonly documentId: DocumentId
  readonly doc: Doc
  readonly awareness: Awareness
  /**
   * Resolves with the first content, from the local copy or the server; rejects with `ConnectionEnded` when the
   * connection ends before there is any.
   */
  readonly whenSynced: Promise<void>

  readonly #parts: DocumentConnectionParts
  readonly #session: DocumentSession
  readonly #synced = Promise.withResolvers<void>()
  readonly #listeners = new ListenerSet<[]>()
  readonly #eventListeners = new ListenerSet<[ServerEvent]>()
  #hasSynced = false
  #parked: readonly ParkedEdit[] = []
  #status: SaveStatus = { kind: 'saved' }
  #connection: ConnectionStatus = CONNECTING
  /** What the listeners were last told of. */
  #shown: readonly unknown[] = []

  constructor(parts: DocumentConnectionParts) {
    this.#parts = parts
    this.documentId = parts.documentId
    this.doc = parts.doc
    this.awareness = parts.awareness
    this.whenSynced = this.#synced.promise
    // Nobody has to wait for it: an end that nobody awaits is told by the status.
    this.whenSynced.catch(() => {})
    this.#session = new DocumentSession(parts, {
      changed: () => this.#changed(),
      told: (event) => this.#eventListeners.call(event),
      content: () => {
        this.#hasSynced = true
        this.#changed()
        this.#synced.resolve()
      },
    })
    this.#session.start()
    this.#changed()
  }

  /** True at any moment; the same object while it says the same. */
  get status(): SaveStatus {
    return this.#status
  }

  get connection(): ConnectionStatus {
    return this.#connection
  }

  /** Undefined until the server said it. */
  get role(): Role | undefined {
    return this.#session.role
  }

  /** Undefined until the server said it. */
  get self(): Self | undefined {
    return this.#session.self
  }

  /** Whether the document has its content. Before that, do not show an editor: it would show an empty document. */
  get hasSynced(): boolean {
    return this.#hasSynced
  }

  /** Edits the server refused for good, to be shown and copied out. */
  get parked(): readonly ParkedEdit[] {
    return this.#parked
  }

  /** For `setLocalCopyAside` and its like. Undefined without a local copy, and until it is open. */
  get localCopyId(): string | undefined {
    return this.#parts.localCopyId()
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
      const { phase } = this.#session.state
      if (this.#status.kind === 'saved') resolve()
      else if (phase.kind === 'ended') reject(new ConnectionEnded(phase.reason))
    }
    const stop = this.subscribe(check)
    check()
    return promise.finally(stop)
  }

  /** What a guest wants to be called from now on. Not for people who are signed in: it makes guests of them. */
  setDisplayName(name: string): void {
    this.#session.setDisplayName(name)
  }

  /**
   * Another personal access token, from here on: a live connection goes on under it, any other is made anew. Connections
   * end with `signInRequired` when it is none. (Browsers show their cookie: `reconnectNow` after signing in.)
   */
  reauthenticate(token: string): void {
    this.#parts.showToken(token)
    this.#session.reauthenticate(token)
  }

  /** Connects anew without waiting, also after an end that needs a change (signed in again, rights given). */
  reconnectNow(): void {
    this.#session.reconnectNow()
  }

  /**
   * A composition begins: until `release`, remote updates wait outside the document and local ones are not sent.
   * Call `release` two microtasks after `compositionend`, when the editor has read the result. Neither counts: one
   * `release` ends any number of `hold`s.
   */
  hold(): void {
    this.#session.hold()
  }

  release(): void {
    this.#session.release()
  }

  /** Sends parked edits again. */
  retryParked(): void {
    this.#session.retryParked()
  }

  /** Forgets parked edits for good. What of them is in `doc` stays visible there until the document is opened anew. */
  discardParked(): void {
    this.#session.discardParked()
  }

  /**
   * Lets go of everything. Unsaved edits stay in the local copy, for the next time the document is opened; without one
   * they are lost, so look at `status` first. Resolves when the local copy is written.
   */
  async close(): Promise<void> {
    await this.#session.close()
    if (this.#parts.ownsAwareness) this.awareness.destroy()
  }

  #changed(): void {
    const { state, outbox, keptOn } = this.#session
    if (state.phase.kind === 'ended') this.#synced.reject(new ConnectionEnded(state.phase.reason))
    const status = saveStatus(outbox, state, keptOn)
    if (!sameStatus(status, this.#status)) this.#status = Object.freeze(status)
    this.#connection = connectionStatus(state.phase, this.#connection)
    const parked = parkedIn(outbox).map(parkedEdit)
    if (!sameElements(parked, this.#parked)) this.#parked = Object.freeze(parked)
    this.#tell()
  }

  /** Tells the listeners if there is anything new to see. */
  #tell(): void {
    const shown = [this.#status, this.#connection, this.role, this.self, this.#hasSynced, this.#parked]
    if (sameElements(shown, this.#shown)) return
    this.#shown = shown
    this.#listeners.call()
  }
}

const sameElements = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index])
