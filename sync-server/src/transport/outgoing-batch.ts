/** Messages for one or many connections, framed once however many sockets they go to. */
import { messageBytes, type OutgoingMessage, webSocketFrames } from './websocket-frame.ts'

export class OutgoingBatch {
  readonly #messages: readonly OutgoingMessage[]
  #frames: readonly Uint8Array[] | undefined

  constructor(messages: readonly OutgoingMessage[]) {
    this.#messages = messages
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0
  }

  /** The messages in one piece each, for a connection that carries them some other way. */
  get messages(): readonly Uint8Array[] {
    return this.#messages.map((message) =>
      message instanceof Uint8Array ? message : Buffer.concat([message.head, message.body]),
    )
  }

  get bytes(): number {
    return this.#messages.reduce((sum, message) => sum + messageBytes(message), 0)
  }

  /** The messages as WebSocket frames: buffers to be written one after the other. */
  get webSocketFrames(): readonly Uint8Array[] {
    this.#frames ??= webSocketFrames(this.#messages)
    return this.#frames
  }
}
