/**
 * Server-to-client WebSocket frames (RFC 6455, section 5.2), written by hand so that one buffer serves every socket of
 * a room. Unmasked, unfragmented, uncompressed, binary:
 *
 *   0x82 · length (7 bits; or 126 and 16 bits; or 127 and 64 bits) · payload
 */

const FINAL_BINARY = 0x82

export function webSocketFrames(messages: readonly Uint8Array[]): Buffer {
  let total = 0
  for (const message of messages) total += headerBytes(message.length) + message.length
  const frames = Buffer.allocUnsafe(total)
  let at = 0
  for (const message of messages) {
    at = writeHeader(frames, at, message.length)
    frames.set(message, at)
    at += message.length
  }
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
