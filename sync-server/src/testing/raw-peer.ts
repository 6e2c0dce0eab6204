/** A socket that says whatever a test wants, and remembers all it is told. */
import { SCHEMA_VERSION } from '@dure/document/schema-version'
import {
  type DocumentId,
  newSessionId,
  PROTOCOL_VERSION,
  readServerMessage,
  type ServerMessage,
  type SessionId,
  SUBPROTOCOL,
  toClientSeq,
  writeHello,
  writePush,
} from '@dure/protocol'
import { until } from '@dure/testkit'
import WebSocket from 'ws'
import { DEADLINE_MS } from './deadline.ts'

export interface Closed {
  readonly code: number
  readonly reason: string
}

export class RawPeer {
  readonly socket: WebSocket
  readonly frames: Uint8Array[] = []
  readonly sessionId: SessionId = newSessionId()
  #closed: Closed | undefined

  constructor(
    origin: string,
    documentId: DocumentId | string,
    dialect: 'dure' | 'plain',
    headers: Readonly<Record<string, string>> = {},
  ) {
    const url = `${origin.replace('http', 'ws')}/sync/${documentId}`
    this.socket = new WebSocket(url, dialect === 'dure' ? [SUBPROTOCOL] : [], { perMessageDeflate: false, headers })
    this.socket.binaryType = 'nodebuffer'
    this.socket.on('message', (data) => {
      if (data instanceof Uint8Array) this.frames.push(data)
    })
    this.socket.on('close', (code, reason) => {
      this.#closed = { code, reason: reason.toString() }
    })
    // A refused upgrade or a broken frame; the close that follows is what tests look at.
    this.socket.on('error', () => undefined)
  }

  /** The reasons of the refusals so far. */
  get refusals(): readonly string[] {
    const messages = this.frames.map((frame) => readServerMessage(frame))
    return messages.flatMap((message) => (message.type === 'refused' ? [message.reason.name] : []))
  }

  /** Resolves when the socket is open. */
  opened(): Promise<void> {
    return until<void>('the socket opens', DEADLINE_MS, (done) => {
      const told = (): void => done(undefined)
      this.socket.on('open', told)
      if (this.socket.readyState === WebSocket.OPEN) told()
      return () => this.socket.off('open', told)
    })
  }

  closed(deadlineMs = DEADLINE_MS): Promise<Closed> {
    return until('the socket closes', deadlineMs, (done) => {
      const told = (): void => {
        if (this.#closed) done(this.#closed)
      }
      // Added after the listener of the constructor, so `#closed` is set by then.
      this.socket.on('close', told)
      told()
      return () => this.socket.off('close', told)
    })
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes)
  }

  sendText(text: string): void {
    this.socket.send(text)
  }

  /** Says hello and waits for `synced`. */
  async hello(resume: Parameters<typeof writeHello>[0]['resume'] = undefined): Promise<void> {
    await this.opened()
    this.sayHello(resume)
    await this.told('synced')
  }

  sayHello(resume: Parameters<typeof writeHello>[0]['resume'] = undefined): void {
    const { sessionId } = this
    this.send(
      writeHello({
        protocolVersion: PROTOCOL_VERSION,
        schemaVersion: SCHEMA_VERSION,
        sessionId,
        displayName: 'raw',
        resume,
      }),
    )
  }

  push(clientSeq: number, update: Uint8Array): void {
    this.send(writePush({ clientSeq: toClientSeq(clientSeq), update }))
  }

  /** Everything the server said on a dure.1 connection. */
  get messages(): ServerMessage[] {
    return this.frames.map((frame) => readServerMessage(frame))
  }

  /** Resolves with the first message of this type for which `holds`. */
  async told<Type extends ServerMessage['type']>(
    wanted: Type,
    holds: (message: ServerMessage & { type: Type }) => boolean = () => true,
  ): Promise<ServerMessage & { type: Type }> {
    const fits = (message: ServerMessage): message is ServerMessage & { type: Type } => message.type === wanted
    return until(`the server says ${wanted}`, DEADLINE_MS, (done) => {
      const check = (): void => {
        const found = this.messages.filter(fits).find(holds)
        if (found) done(found)
      }
      this.socket.on('message', check)
      check()
      return () => this.socket.off('message', check)
    })
  }

  /** Resolves when it was sent the log up to here, as a state or row by row. */
  reaches(seq: number): Promise<void> {
    return until<void>(`the log up to ${seq}`, DEADLINE_MS, (done) => {
      const check = (frame: unknown): void => {
        if (!(frame instanceof Uint8Array)) return
        const message = readServerMessage(frame)
        if (message.type === 'updates' && message.toSeq >= seq) done()
        if (message.type === 'state' && message.seq >= seq) done()
      }
      this.frames.forEach(check)
      this.socket.on('message', check)
      return () => this.socket.off('message', check)
    })
  }

  /** Resolves when at least this many frames came. */
  heard(count: number): Promise<void> {
    return until<void>(`${count} frames`, DEADLINE_MS, (done) => {
      const check = (): void => {
        if (this.frames.length >= count) done(undefined)
      }
      this.socket.on('message', check)
      check()
      return () => this.socket.off('message', check)
    })
  }

  async close(): Promise<void> {
    this.socket.terminate()
  }
}
