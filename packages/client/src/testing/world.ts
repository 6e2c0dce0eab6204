/**
 * A small world for tests: a log that speaks `dure.1` over socket pairs, people with real connections to it, and time
 * that moves when told. The server here keeps the protocol's promises and nothing else; the real one is met in
 * `real-server.test.ts`.
 */
import {
  CLOSE,
  type ClientSeq,
  type DocumentId,
  type DureClientMessage,
  type Epoch,
  type Hello,
  newDocumentId,
  newReplicaId,
  type Push,
  type RefusalReason,
  type Role,
  readClientMessage,
  type SessionId,
  toClientSeq,
  toEpoch,
  toSeq,
  writeAwareness,
  writeDurable,
  writeEvent,
  writeGoaway,
  writePong,
  writeRefused,
  writeState,
  writeSynced,
  writeUpdates,
  writeWelcome,
} from '@dure/protocol'
import { createManualClock, createSocketPair, type ManualClock, type SocketPair } from '@dure/testkit'
import { applyUpdate, Doc, encodeStateAsUpdate, mergeUpdates } from 'yjs'
import type { DocumentConnection } from '../document-connection.ts'
import { type OpenDocumentOptions, openDocument } from '../open-document.ts'
import type { PageSignals } from '../page-signals.ts'
import type { OpenTransport, TransportListener } from '../transport.ts'
import { type Device, Tab } from './device.ts'

interface LogRow {
  readonly sessionId: SessionId
  readonly clientSeq: ClientSeq
  readonly bytes: Uint8Array
}

/** One socket as the server sees it. */
interface Member {
  readonly pair: SocketPair
  readonly person: Person
  hello: Hello | undefined
  /** The highest number pushed on this connection: they must rise. */
  latest: number
}

export type Judge = (push: Push, person: Person) => { reason: RefusalReason; detail: string } | undefined

/** The log, and what it says to those connected. Pushes are committed as they arrive. */
export class TestServer {
  readonly rows: LogRow[] = []
  /** Every push that arrived, refused and repeated ones included. */
  readonly arrived: LogRow[] = []
  readonly members = new Set<Member>()
  epoch: Epoch = toEpoch(1)
  role: Role = 'editor'
  minSchemaVersion = 0
  judge: Judge = () => undefined
  /** Close code for whoever says hello. */
  rejectWith: number | undefined
  /** Pushes are committed, but nobody hears of anything: the answer is lost with the connection. */
  mute = false
  /** Pushes arrive and come to nothing: the server dies before it commits them. */
  dying = false

  get head() {
    return toSeq(this.rows.length)
  }

  /** The document as the log has it. */
  content(): Doc {
    const doc = new Doc()
    for (const row of this.rows) applyUpdate(doc, row.bytes)
    return doc
  }

  text(): string {
    return this.content().getText('text').toString()
  }

  durableClientSeq(sessionId: SessionId): ClientSeq {
    return toClientSeq(
      Math.max(0, ...this.rows.filter((row) => row.sessionId === sessionId).map((row) => row.clientSeq)),
    )
  }

  /** What someone else wrote, by way of another replica. */
  commit(bytes: Uint8Array): void {
    this.#append({ sessionId: 'elsewhere' as SessionId, clientSeq: toClientSeq(0), bytes }, undefined)
  }

  goaway(reconnectAfterMs: number): void {
    for (const member of this.members) this.#send(member, writeGoaway(reconnectAfterMs))
  }

  event(name: string, body: unknown): void {
    for (const member of this.members) this.#send(member, writeEvent({ name, body }))
  }

  /** Closes everyone's socket with this code. */
  closeAll(code: number): void {
    for (const member of this.members) member.pair.right.close(code)
  }

  /** What was already received by someone, and now is not in the log any more. */
  forgetEverything(): void {
    this.rows.length = 0
  }

  accept(member: Member): void {
    member.pair.right.listen({
      message: (bytes) => this.#hear(member, readClientMessage(bytes, 'dure') as DureClientMessage),
      close: () => this.members.delete(member),
    })
  }

  #hear(member: Member, message: DureClientMessage): void {
    switch (message.type) {
      case 'hello':
        if (this.rejectWith === undefined) this.#welcome(member, message)
        else member.pair.right.close(this.rejectWith)
        break
      case 'push':
        this.#push(member, message)
        break
      case 'awareness':
        for (const other of this.members) if (other !== member) this.#send(other, writeAwareness(message.entries))
        break
      case 'ping':
        this.#send(member, writePong())
        break
      case 'reauth': {
        const { role } = this
        const userId = message.credential || member.person.name
        const body = { userId, displayName: message.displayName, role }
        this.#send(member, writeEvent({ name: 'identity', body }))
        break
      }
    }
  }

  #welcome(member: Member, hello: Hello): void {
    member.hello = hello
    this.members.add(member)
    const { epoch, head, role, minSchemaVersion } = this
    this.#send(
      member,
      writeWelcome({
        protocolVersion: 1,
        minSchemaVersion,
        replicaId: newReplicaId(),
        epoch,
        head,
        durableClientSeq: this.durableClientSeq(hello.sessionId),
        role,
        userId: member.person.name,
        displayName: hello.displayName,
      }),
    )
    const resume = hello.resume?.epoch === epoch ? hello.resume : undefined
    if (resume) this.#sendRows(member, resume.lastSeq)
    else this.#sendEverything(member)
    this.#send(member, writeSynced(head))
  }

  /** A snapshot of the older half, and the rest as rows, as the real server does. */
  #sendEverything(member: Member): void {
    const middle = this.rows.length >> 1
    const older = this.rows.slice(0, middle).map((row) => row.bytes)
    if (middle > 0) this.#send(member, writeState({ seq: toSeq(middle), update: mergeUpdates(older) }))
    this.#sendRows(member, middle)
  }

  #sendRows(member: Member, after: number): void {
    const updates = this.rows.slice(after).map((row) => row.bytes)
    if (updates.length > 0) this.#send(member, writeUpdates({ fromSeq: toSeq(after + 1), toSeq: this.head, updates }))
  }

  #push(member: Member, push: Push): void {
    const sessionId = member.hello?.sessionId
    if (!sessionId || push.clientSeq <= member.latest) {
      member.pair.right.close(CLOSE.malformed.code)
      return
    }
    member.latest = push.clientSeq
    const row = { sessionId, clientSeq: push.clientSeq, bytes: push.update.slice() }
    this.arrived.push(row)
    if (this.dying) return
    if (push.clientSeq <= this.durableClientSeq(sessionId)) {
      this.#send(member, writeDurable({ clientSeq: this.durableClientSeq(sessionId), seq: toSeq(0) }))
      return
    }
    const refusal = this.judge(push, member.person)
    if (refusal) {
      this.#send(member, writeRefused({ clientSeq: push.clientSeq, ...refusal }))
      // A refused number is settled, and the cumulative ack passes over it.
      this.#send(member, writeDurable({ clientSeq: push.clientSeq, seq: toSeq(0) }))
    } else this.#append(row, member)
  }

  #append(row: LogRow, sender: Member | undefined): void {
    this.rows.push(row)
    const seq = this.head
    for (const member of this.members) {
      if (member === sender) this.#send(member, writeDurable({ clientSeq: row.clientSeq, seq }))
      else this.#send(member, writeUpdates({ fromSeq: seq, toSeq: seq, updates: [row.bytes] }))
    }
  }

  #send(member: Member, bytes: Uint8Array): void {
    if (!this.mute) member.pair.right.send(bytes)
  }
}

/** Someone with the document open. */
export class Person {
  readonly name: string
  readonly connection: DocumentConnection
  readonly #world: World
  #attempts: { readonly pair: SocketPair; readonly listener: TransportListener; opened: boolean }[] = []
  #signals: PageSignals | undefined
  /** False: sockets never open. */
  reachable = true
  readonly device: Tab | undefined

  constructor(world: World, name: string, options: Partial<OpenDocumentOptions>, device?: Device) {
    this.name = name
    this.#world = world
    this.device = device && new Tab(device)
    const { device: tab } = this
    this.connection = openDocument({
      serverUrl: 'ws://world.test',
      documentId: world.documentId,
      displayName: name,
      clock: world.clock,
      random: () => world.random(),
      openTransport: this.#openTransport,
      watchPage: (signals) => {
        this.#signals = signals
        return () => {}
      },
      ...(tab && { localCopy: { owner: 'me', factory: tab.factory, locks: tab.locks } }),
      ...options,
    })
  }

  /** The tab is gone, as by a crash: its sockets break, its locks are free, nothing more of it is stored. */
  crash(): void {
    this.reachable = false
    this.#attempts.at(-1)?.pair.cut('right')
    this.device?.crash()
    this.#world.people.splice(this.#world.people.indexOf(this), 1)
    void this.connection.close()
    this.connection.awareness.destroy()
  }

  get text(): string {
    return this.connection.doc.getText('text').toString()
  }

  /** Sockets asked for so far. */
  get attempts(): number {
    return this.#attempts.length
  }

  get page(): PageSignals {
    if (!this.#signals) throw new Error('the page is not watched')
    return this.#signals
  }

  type(text: string, at = this.connection.doc.getText('text').length): void {
    this.connection.doc.getText('text').insert(at, text)
  }

  erase(at: number, length: number): void {
    this.connection.doc.getText('text').delete(at, length)
  }

  /** The connection breaks, and this side hears of it. */
  cut(): void {
    this.#attempts.at(-1)?.pair.cut()
  }

  /** The connection is dead, and nobody was told. */
  halfOpen(): void {
    this.#attempts.at(-1)?.pair.halfOpen()
  }

  /** Opens what waits to be opened and delivers at most `count` messages; true if anything happened. */
  deliver(count?: number): boolean {
    const attempt = this.#attempts.at(-1)
    if (!attempt) return false
    if (!attempt.opened && this.reachable && attempt.pair.left.open) {
      attempt.opened = true
      attempt.listener.opened()
      return true
    }
    return attempt.pair.flush(count) > 0
  }

  readonly #openTransport: OpenTransport = (listener) => {
    const pair = createSocketPair()
    const member: Member = { pair, person: this, hello: undefined, latest: 0 }
    this.#world.server.accept(member)
    pair.left.listen({ message: (bytes) => listener.message(bytes), close: (code) => listener.closed(code) })
    const attempt = { pair, listener, opened: false }
    this.#attempts.push(attempt)
    return {
      send: (message) => {
        if (attempt.opened) pair.left.send(message)
      },
      close: (code, reason) => {
        pair.left.listen({ message: () => {}, close: () => {} })
        pair.left.close(code, reason)
        pair.flush()
        this.#world.server.members.delete(member)
      },
      get bufferedBytes() {
        return pair.left.bufferedBytes
      },
    }
  }
}

export class World {
  readonly clock: ManualClock = createManualClock()
  readonly documentId: DocumentId = newDocumentId()
  readonly server = new TestServer()
  readonly people: Person[] = []
  readonly #devices = new Set<Device>()
  /** Every draw of back-off and jitter; 1/2 unless a test says otherwise. */
  random: () => number = () => 0.5

  /** Someone opens the document; on a device, in a tab of it. */
  join(name: string, options: Partial<OpenDocumentOptions> = {}, device?: Device): Person {
    const person = new Person(this, name, options, device)
    this.people.push(person)
    if (device) this.#devices.add(device)
    return person
  }

  /** Delivers everything until nobody has anything to say. Time stands still. */
  async settle(): Promise<void> {
    do {
      await this.turn()
      for (const device of this.#devices) await device.settle()
    } while (this.people.map((person) => person.deliver()).includes(true))
  }

  /** Moves time in small steps, delivering what is said on the way. */
  async pass(ms: number): Promise<void> {
    const until = this.clock.now() + ms
    while (this.clock.now() < until) {
      await this.settle()
      this.clock.advance(Math.min(100, until - this.clock.now()))
    }
    await this.settle()
  }

  /** Lets what was promised happen. */
  async turn(): Promise<void> {
    for (let each = 0; each < 5; each += 1) await Promise.resolve()
  }

  async close(): Promise<void> {
    for (const person of this.people) {
      await person.connection.close()
      person.connection.awareness.destroy()
    }
  }

  /** Content of the log as one update, for a person who has never been here. */
  snapshot(): Uint8Array {
    return encodeStateAsUpdate(this.server.content())
  }
}
