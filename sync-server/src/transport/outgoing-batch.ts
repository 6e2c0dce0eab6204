/** Messages for one or many connections, framed once however many sockets they go to. */
import { type CloseReason, type PacketItem, writePacket } from '@dure/protocol'
import { messageBytes, type OutgoingMessage, webSocketFrames } from './websocket-frame.ts'

export class OutgoingBatch {
  readonly #messages: readonly OutgoingMessage[]
  #frames: readonly Uint8Array[] | undefined
  #event: Buffer | undefined

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

  /** The messages as one server-sent event. */
  get serverSentEvent(): Buffer {
    this.#event ??= serverSentEvent(this.messages.map((message) => ({ kind: 'message', message })))
    return this.#event
  }
}

/** `data:` and a packet in base64, which is one line however long it is. */
export function serverSentEvent(items: readonly PacketItem[]): Buffer {
  const packet = writePacket(items)
  const text = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength).toString('base64')
  return Buffer.from(`data:${text}\n\n`, 'latin1')
}

/** Longest reason a close may carry, in bytes, as in a WebSocket's close frame (RFC 6455, section 5.5). */
const MAX_REASON_BYTES = 123

export const closeItem = (reason: CloseReason, detail?: string): PacketItem => ({
  kind: 'close',
  code: reason.code,
  reason: cutReason(detail ?? reason.meaning),
})

/** Cuts at a character, not inside one. */
export function cutReason(text: string): string {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= MAX_REASON_BYTES) return text
  return new TextDecoder().decode(bytes.subarray(0, MAX_REASON_BYTES)).replace(/\uFFFD+$/, '')
}
