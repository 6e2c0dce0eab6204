/** Messages for one or many connections, framed once however many sockets they go to. */
import { webSocketFrames } from './websocket-frame.ts'

export class OutgoingBatch {
  readonly messages: readonly Uint8Array[]
  #frames: Buffer | undefined

  constructor(messages: readonly Uint8Array[]) {
    this.messages = messages
  }

  /** The messages as WebSocket frames, back to back. */
  get webSocketFrames(): Buffer {
    this.#frames ??= webSocketFrames(this.messages)
    return this.#frames
  }
}
