/**
 * Server-to-client WebSocket frames (RFC 6455, section 5.2), written by hand so that one buffer serves every socket of
 * a room. Unmasked, unfragmented, uncompressed, binary:
 *
 *   0x82 · length (7 bits; or 126 and 16 bits; or 127 and 64 bits) · payload
 */

/** A message whose last part is large and belongs to somebody else, such as a document's state: it is not copied. */
export interface SharedMessage {
  readonly head: Uint8Array
  readonly body: Uint8Array
}

export type OutgoingMessage = Uint8Array | SharedMessage

const FINAL_BINARY = 0x82
/** A body from this size on is written as it stands; a smaller one is cheaper to copy than to write apart. */
const SHARED_BODY_BYTES = 16 * 1024

/** The frames back to back, as few buffers: what is small is copied together, what is large and shared is not copied. */
export function webSocketFrames(messages: readonly OutgoingMessage[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = []
  let start = 0
  for (const [index, message] of messages.entries()) {
    if (message instanceof Uint8Array || message.body.length < SHARED_BODY_BYTES) continue
    chunks.push(copied(messages.slice(start, index), message), message.body)
    start = index + 1
  }
  if (start < messages.length) chunks.push(copied(messages.slice(start)))
  return chunks
}

export const messageBytes = (message: OutgoingMessage): number =>
  message instanceof Uint8Array ? message.length : message.head.length + message.body.length

/** @param before A message whose body follows in a buffer of its own: only its header and head are written. */
function copied(messages: readonly OutgoingMessage[], before?: SharedMessage): Uint8Array {
  let total = before ? headerBytes(messageBytes(before)) + before.head.length : 0
  for (const message of messages) total += headerBytes(messageBytes(message)) + messageBytes(message)
  const frames = Buffer.allocUnsafe(total)
  let at = 0
  for (const message of messages) {
    at = writeHeader(frames, at, messageBytes(message))
    for (const part of message instanceof Uint8Array ? [message] : [message.head, message.body]) {
      frames.set(part, at)
      at += part.length
    }
  }
  if (before) frames.set(before.head, writeHeader(frames, at, messageBytes(before)))
  return frames
}

const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10)

function writeHeader(frames: Buffer, at: number, length: number): number {
  frames[at] = FINAL_BINARY
  if (length < 126) {
    frames[at + 1] = length
    return at + 2
  }
  if (length < 65_536) {
    frames[at + 1] = 126
    return frames.writeUInt16BE(length, at + 2)
  }
  frames[at + 1] = 127
  return frames.writeBigUInt64BE(BigInt(length), at + 2)
}
