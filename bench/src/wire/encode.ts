/** lib0's encoder, for the peers' framing. */
import { createEncoder, type Encoder, toUint8Array } from 'lib0/encoding'

export { writeVarString, writeVarUint, writeVarUint8Array } from 'lib0/encoding'

export function encode(write: (encoder: Encoder) => void): Uint8Array {
  const encoder = createEncoder()
  write(encoder)
  return toUint8Array(encoder)
}
