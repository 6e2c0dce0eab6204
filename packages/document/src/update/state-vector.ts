/** Yjs V1 state vectors: varUint count · count × ( varUint client · varUint clock ). */
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import { MAX_CLIENT_ID, MAX_CLOCK } from './update-limits.ts'
import { InvalidUpdate, UpdateReader } from './update-reader.ts'

export function encodeClocks(clocks: ReadonlyMap<number, number>): Uint8Array<ArrayBuffer> {
  const encoder = createEncoder()
  writeVarUint(encoder, clocks.size)
  // Highest client first, as Yjs writes them: equal states then have equal bytes.
  for (const [client, clock] of [...clocks].sort((a, b) => b[0] - a[0])) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
  }
  return toUint8Array(encoder)
}

/** @throws InvalidUpdate when the bytes are not exactly one state vector. */
export function decodeClocks(bytes: Uint8Array): ReadonlyMap<number, number> {
  const reader = new UpdateReader(bytes)
  const clocks = new Map<number, number>()
  const count = reader.varUint()
  for (let index = 0; index < count; index += 1) {
    const client = reader.varUint()
    const clock = reader.varUint()
    if (client > MAX_CLIENT_ID || clock > MAX_CLOCK) throw new InvalidUpdate('malformed', 'a state vector out of range')
    clocks.set(client, clock)
  }
  if (reader.remaining > 0) throw new InvalidUpdate('malformed', 'bytes after the end of the state vector')
  return clocks
}
