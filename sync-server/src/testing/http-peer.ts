/** A client without WebSocket that says whatever a test wants, request by request, and remembers what its stream said. */
import { SCHEMA_VERSION } from '@dure/document/schema-version'
import {
  type DocumentId,
  newSessionId,
  type PacketItem,
  PROTOCOL_VERSION,
  readPacket,
  readServerMessage,
  type ServerMessage,
  type SessionId,
  toClientSeq,
  writeHello,
  writePollRequest,
  writePostRequest,
  writePush,
  writeStreamRequest,
} from '@dure/protocol'
import { until } from '@dure/testkit'
import { DEADLINE_MS } from './deadline.ts'

type Resume = Parameters<typeof writeHello>[0]['resume']

export class HttpPeer {
  readonly sessionId: SessionId
  readonly #stop = new AbortController()
  readonly #url: string
  readonly #watchers = new Set<() => void>()
  /** What came by the stream. */
  readonly items: PacketItem[] = []
  ended = false

  constructor(origin: string, documentId: DocumentId | string, sessionId: SessionId = newSessionId()) {
    this.#url = `${origin}/sync/${documentId}`
    this.sessionId = sessionId
  }

  hello(resume: Resume = undefined, displayName = 'http'): Uint8Array<ArrayBuffer> {
    const { sessionId } = this
    return writeHello({
      protocolVersion: PROTOCOL_VERSION,
      schemaVersion: SCHEMA_VERSION,
      sessionId,
      displayName,
      resume,
    })
  }

  request(route: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#url}/${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', ...headers },
      body,
      signal: this.#stop.signal,
    })
  }

  /** Opens a stream, and reads it until it ends. */
  async stream(body = writeStreamRequest([this.hello()])): Promise<void> {
    const response = await this.request('stream', body)
    if (!response.body) throw new Error(`no stream: ${response.status}`)
    void this.#read(response.body).catch(() => this.#end())
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = ''
    for await (const piece of body) {
      text += Buffer.from(piece).toString('latin1')
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        if (line.startsWith('data:')) this.items.push(...readPacket(Buffer.from(line.slice(5), 'base64')))
      }
      for (const watcher of [...this.#watchers]) watcher()
    }
    this.#end()
  }

  #end(): void {
    this.ended = true
    for (const watcher of [...this.#watchers]) watcher()
  }

  get messages(): ServerMessage[] {
    return messagesIn(this.items)
  }

  /** Resolves when `holds` does, looked at after each piece of the stream and at its end. */
  until(what: string, holds: () => boolean): Promise<void> {
    return until<void>(what, DEADLINE_MS, (done) => {
      const check = (): void => {
        if (holds()) done()
      }
      this.#watchers.add(check)
      check()
      return () => this.#watchers.delete(check)
    })
  }

  async told<Type extends ServerMessage['type']>(
    wanted: Type,
    holds: (message: ServerMessage & { type: Type }) => boolean = () => true,
  ): Promise<ServerMessage & { type: Type }> {
    const fits = (message: ServerMessage): message is ServerMessage & { type: Type } => message.type === wanted
    const found = () => this.messages.filter(fits).find(holds)
    await this.until(`the stream says ${wanted}`, () => found() !== undefined)
    const message = found()
    if (!message) throw new Error('it was there a moment ago')
    return message
  }

  /** The close code by which the stream ended. */
  async closed(): Promise<number | undefined> {
    await this.until('the stream ends', () => this.ended)
    return closeIn(this.items)
  }

  /** One poll's answer. */
  async poll(hold: boolean, mark = '', resume: Resume = undefined, ...others: Uint8Array[]): Promise<PacketItem[]> {
    const response = await this.request('poll', writePollRequest(hold, mark, [this.hello(resume), ...others]))
    return packetOf(response)
  }

  async post(...messages: readonly Uint8Array[]): Promise<PacketItem[]> {
    return packetOf(await this.request('post', writePostRequest(this.sessionId, messages)))
  }

  push(clientSeq: number, update: Uint8Array): Promise<PacketItem[]> {
    return this.post(writePush({ clientSeq: toClientSeq(clientSeq), update }))
  }

  async close(): Promise<void> {
    this.#stop.abort()
  }
}

export async function packetOf(response: Response): Promise<PacketItem[]> {
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return readPacket(new Uint8Array(await response.arrayBuffer()))
}

export const messagesIn = (items: readonly PacketItem[]): ServerMessage[] =>
  items.flatMap((item) => (item.kind === 'message' ? [readServerMessage(item.message)] : []))

export const closeIn = (items: readonly PacketItem[]): number | undefined =>
  items.flatMap((item) => (item.kind === 'close' ? [item.code] : [])).at(-1)

export const markIn = (items: readonly PacketItem[]): string | undefined =>
  items.flatMap((item) => (item.kind === 'mark' ? [item.mark] : [])).at(-1)
