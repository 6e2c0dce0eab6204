/** One person's connection to a document, in the words of the peer's wire. */

import { clientFrame, type FrameListener, WebSocketClient } from '../wire/websocket-client.ts'
import type { Copy } from '../wire/wire.ts'
import type { Service } from './service.ts'
import { nowUs } from './typing.ts'

/** Joining takes this long at most; a server that does not answer is an error, not a figure. */
const JOIN_DEADLINE_MS = 60_000

export interface JoinOptions {
  /** What it has from before. */
  readonly copy?: Copy
  readonly replica?: number
}

export class Client {
  readonly #socket: WebSocketClient
  readonly #service: Service
  readonly #document: string
  #sent = 0

  private constructor(socket: WebSocketClient, service: Service, document: string) {
    this.#socket = socket
    this.#service = service
    this.#document = document
  }

  /**
   * Connects and resolves once the server has told all there is. `onFrame` is called from the first frame on.
   */
  static async join(
    service: Service,
    document: string,
    onFrame: FrameListener = () => undefined,
    { copy, replica = 0 }: JoinOptions = {},
  ): Promise<Client> {
    const { wire } = service.peer
    const synced = Promise.withResolvers<void>()
    const timer = setTimeout(() => synced.reject(new Error('no answer to a join')), JOIN_DEADLINE_MS)
    const socket = await WebSocketClient.open(
      { origin: service.origin(replica), path: wire.path(document), subprotocol: wire.subprotocol },
      (bytes, start, end) => {
        onFrame(bytes, start, end)
        if (!wire.isSynced(bytes, start, end)) return
        socket.onFrame = onFrame
        synced.resolve()
      },
    )
    socket.onEnd = (why) => synced.reject(new Error(`the server ended a connection: ${why}`))
    for (const message of wire.opening(document, copy)) socket.send(message)
    await synced.promise
    clearTimeout(timer)
    socket.onEnd = (why) => {
      throw new Error(`the server ended a connection: ${why}\n${service.output}`)
    }
    return new Client(socket, service, document)
  }

  /** Updates sent so far. */
  get sent(): number {
    return this.#sent
  }

  get receivedBytes(): number {
    return this.#socket.receivedBytes
  }

  onFrame(listener: FrameListener): void {
    this.#socket.onFrame = listener
  }

  countOnly(): void {
    this.#socket.countOnly()
  }

  /** Sends updates, each as a message of its own, in one write. */
  send(updates: readonly Uint8Array[]): void {
    const frames = updates.map((update) => {
      this.#sent += 1
      return clientFrame(this.#service.peer.wire.update(this.#document, this.#sent, update))
    })
    const [only] = frames
    if (frames.length === 1 && only) this.#socket.sendFrames(only)
    else this.#socket.sendFrames(Buffer.concat(frames))
  }

  close(): void {
    this.#socket.close()
  }
}

/** Joins, answers how long it took until everything was there, and stays. */
export async function timedJoin(
  service: Service,
  document: string,
  options: JoinOptions = {},
): Promise<{ client: Client; tookUs: number; bytes: number }> {
  const started = nowUs()
  const client = await Client.join(service, document, undefined, options)
  return { client, tookUs: nowUs() - started, bytes: client.receivedBytes }
}
