/** A session in the `dure.1` dialect: hello, welcome, numbered updates both ways. Grammar: packages/protocol/PROTOCOL.md. */
import {
  CLOSE,
  type ClientMessage,
  type ClientSeq,
  type DocumentId,
  type Hello,
  MalformedMessage,
  PROTOCOL_VERSION,
  type Reauth,
  type RefusalReason,
  type ReplicaId,
  readClientMessage,
  type Seq,
  toClientSeq,
  toSeq,
  writeAwareness,
  writeDurable,
  writeEvent,
  writePong,
  writeRefused,
  writeStateHead,
  writeSynced,
  writeWelcome,
} from '@dure/protocol'
import { StoreUnavailable } from '@dure/store'
import type { Caller } from '../auth/caller.ts'
import type { Identity } from '../auth/identity.ts'
import type { Timer } from '../clock.ts'
import { HELLO_TIMEOUT_MS, MAX_RESUME_ROWS } from '../limits.ts'
import type { WindowRow } from '../room/log-window.ts'
import { cleanName } from '../room/presence-state.ts'
import type { Room } from '../room/room.ts'
import { rowsForDure } from '../room/room-batch.ts'
import type { Connection } from '../transport/connection.ts'
import { OutgoingBatch } from '../transport/outgoing-batch.ts'
import type { OutgoingMessage } from '../transport/websocket-frame.ts'
import { Session, type SessionDeps } from './session.ts'

/** The oldest document schema whose clients may edit: those of 1 would write captions over what others write in them. */
const MIN_SCHEMA_VERSION = 2

export class DureSession extends Session {
  readonly dialect = 'dure'
  readonly #replicaId: ReplicaId
  readonly #helloDue: Timer
  #hello: Hello | undefined
  #durableBefore: ClientSeq = toClientSeq(0)
  /** A credential was shown, and who they are by it is still to be said. */
  #owesIdentity = false
  /** Rows older than the room's window, for a client that resumes from before it. */
  #history: readonly WindowRow[] = []

  constructor(deps: SessionDeps, connection: Connection, documentId: DocumentId, caller: Caller, replicaId: ReplicaId) {
    super(deps, connection, documentId, caller)
    this.#replicaId = replicaId
    this.#helloDue = deps.clock.setTimeout(() => this.close(CLOSE.helloTimeout), HELLO_TIMEOUT_MS)
  }

  protected override openWith(bytes: Uint8Array): boolean {
    if (this.#hello) return false
    const message = readClientMessage(bytes, 'dure')
    if (message.type === 'ping') {
      this.send(new OutgoingBatch([writePong()]))
      return true
    }
    if (message.type !== 'hello') throw new MalformedMessage(`${message.type} before hello`)
    this.#hello = message
    this.#helloDue.cancel()
    if (message.protocolVersion < PROTOCOL_VERSION || message.schemaVersion < MIN_SCHEMA_VERSION) {
      this.close(CLOSE.outdated)
      return true
    }
    this.open(cleanName(message.displayName), (room) => this.#readBefore(message, room))
    return true
  }

  async #readBefore(hello: Hello, room: Room): Promise<void> {
    const { userId } = this.identity
    this.#durableBefore = await this.deps.log.durableClientSeq(this.documentId, hello.sessionId, userId)
    const { resume } = hello
    if (resume?.epoch !== room.epoch) return
    // What another replica has acknowledged may not have reached this one yet.
    if (resume.lastSeq > room.head) await this.#catchUpTo(resume.lastSeq, room)
    if (room.window.reaches(resume.lastSeq)) return
    const page = await this.deps.log.readAfter(this.documentId, resume.lastSeq, MAX_RESUME_ROWS)
    // What one read does not reach is too much to send one by one.
    if (page?.epoch === room.epoch && page.through === page.head) this.#history = page.rows
  }

  /** @throws StoreUnavailable when the store holds that much and cannot be read: the client must not take it for lost. */
  async #catchUpTo(lastSeq: Seq, room: Room): Promise<void> {
    await room.catchUp()
    if (room.ended || lastSeq <= room.reached) return
    const position = (await this.deps.log.positions([this.documentId])).get(this.documentId)
    if (position?.epoch === room.epoch && position.head >= lastSeq) throw new StoreUnavailable('the log cannot be read')
  }

  protected override joined(room: Room): void {
    const { documentId, identity } = this
    if (this.#hello) this.deps.sessions.supersede(documentId, this.#hello.sessionId, identity.userId)
    const { epoch, head } = room
    const welcome = writeWelcome({
      protocolVersion: PROTOCOL_VERSION,
      minSchemaVersion: MIN_SCHEMA_VERSION,
      replicaId: this.#replicaId,
      epoch,
      head,
      durableClientSeq: this.#durableBefore,
      role: this.identity.role,
      userId: this.identity.userId,
      displayName: this.identity.displayName,
    })
    const presence = room.everyonesPresence()
    const messages = [welcome, ...this.#missing(room), writeSynced(head)]
    if (presence.length > 0) messages.push(writeAwareness(presence))
    this.sentSeq = head
    this.send(new OutgoingBatch(messages))
  }

  /** What takes this client from where it stands to the room's head. */
  #missing(room: Room): OutgoingMessage[] {
    const resume = this.#hello?.resume
    if (!resume || resume.epoch !== room.epoch || resume.lastSeq > room.head) return this.#everything(room)
    const rows = room.window.after(resume.lastSeq)
    if (rows) return rowsForDure(resume.lastSeq, room.head, rows)
    const reached = this.#history.at(-1)?.seq
    const rest = reached === undefined ? undefined : room.window.after(reached)
    if (!rest) return this.#everything(room)
    return rowsForDure(resume.lastSeq, room.head, [...this.#history, ...rest])
  }

  #everything(room: Room): OutgoingMessage[] {
    return [...this.messagesForBase(room), ...rowsForDure(room.window.baseSeq, room.head, room.window.rows)]
  }

  protected override messagesForBase(room: Room): OutgoingMessage[] {
    const { base, baseSeq } = room.window
    return [{ head: writeStateHead(baseSeq, base.length), body: base }]
  }

  protected override messagesFor(rows: readonly WindowRow[], head: Seq): Uint8Array[] {
    return rowsForDure(this.sentSeq, head, rows)
  }

  protected override handle(message: ClientMessage, room: Room): void {
    switch (message.type) {
      case 'push':
        if (this.#hello) {
          const { clientSeq, update } = message
          this.pushes.submit(room, { sessionId: this.#hello.sessionId, clientSeq, update, restates: false })
        }
        return
      case 'awareness':
        if (!room.announce(this, message.entries)) throw new MalformedMessage('presence: a JSON object of at most 4 kB')
        return
      case 'ping':
        this.send(new OutgoingBatch([writePong()]))
        return
      case 'reauth':
        this.#reauth(message)
        return
      default:
        throw new MalformedMessage(`${message.type} is not expected here`)
    }
  }

  /** A guest takes another name, or whoever it is shows a token. Answered by `identity`, or closed. */
  #reauth({ credential, displayName }: Reauth): void {
    const name = cleanName(displayName)
    if (credential !== '') {
      this.#owesIdentity = true
      this.showCredential(credential, name)
      return
    }
    this.rename(name)
    this.#sayIdentity()
  }

  #sayIdentity(): void {
    this.#owesIdentity = false
    const { userId, displayName, role } = this.identity
    this.send(new OutgoingBatch([writeEvent({ name: 'identity', body: { userId, displayName, role } })]))
  }

  protected override identified(before: Identity): void {
    const { userId, displayName, role } = this.identity
    const another = userId !== before.userId || displayName !== before.displayName
    if (another || this.#owesIdentity) this.#sayIdentity()
    else if (role !== before.role) this.send(new OutgoingBatch([writeEvent({ name: 'role', body: { role } })]))
  }

  override acknowledge(): void {
    const clientSeq = this.ledger.take()
    if (clientSeq === undefined) return
    this.send(new OutgoingBatch([writeDurable({ clientSeq, seq: toSeq(this.sentSeq) })]))
  }

  protected override refuse(clientSeq: ClientSeq, reason: RefusalReason, detail: string): void {
    this.send(new OutgoingBatch([writeRefused({ clientSeq, reason, detail })]))
  }

  override disconnected(): void {
    this.#helloDue.cancel()
    super.disconnected()
  }

  override beat(): void {
    // A dure.1 client keeps its own watchdog with ping.
  }
}
