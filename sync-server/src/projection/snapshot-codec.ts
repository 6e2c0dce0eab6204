/**
 * Snapshots at rest, in one of two forms told apart by the first byte:
 *
 *   0x02 · zstd( varUint length of the state vector · state vector · Yjs V1 state )
 *   0x01 · zstd( Yjs V2 state )                       written by earlier versions, read only
 *
 * V1 is what the wire and the rooms hold, so opening is inflating. V2 is a third smaller at rest and takes 25 times the
 * CPU to open, most of it in turning it into V1 (docs/adr/0008-snapshots-in-the-form-of-the-wire.md).
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { decodeClocks, encodeClocks, UpdateReader } from '@dure/document/update'
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import { convertUpdateFormatV2ToV1, encodeStateVectorFromUpdate } from 'yjs'

const VERSION = 2
const V2_STATE = 1
/** No document grows to this; a frame that claims to is damaged. */
const MAX_STATE_BYTES = 512 * 1024 * 1024
/** Without it a flipped bit of the text would be read as text. */
const CHECKSUM = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }

export interface SnapshotContent {
  /** Yjs V1. */
  readonly state: Uint8Array
  /** The state's clocks. */
  readonly clocks: ReadonlyMap<number, number>
}

export function encodeSnapshot({ state, clocks }: SnapshotContent): Uint8Array {
  const vector = encodeClocks(clocks)
  const encoder = createEncoder()
  writeVarUint(encoder, vector.length)
  const content = Buffer.concat([toUint8Array(encoder), vector, state])
  return Buffer.concat([Uint8Array.of(VERSION), zstdCompressSync(content, CHECKSUM)])
}

/** @throws Error when the bytes are no snapshot of these versions, or damaged. */
export function decodeSnapshot(bytes: Uint8Array): SnapshotContent {
  const version = bytes[0]
  if (version !== VERSION && version !== V2_STATE) {
    throw new Error(`snapshot version ${version}, this server reads ${V2_STATE} and ${VERSION}`)
  }
  const content = zstdDecompressSync(bytes.subarray(1), { maxOutputLength: MAX_STATE_BYTES })
  if (version === V2_STATE) {
    const state = convertUpdateFormatV2ToV1(content)
    return { state, clocks: decodeClocks(encodeStateVectorFromUpdate(state)) }
  }
  const reader = new UpdateReader(content)
  const vectorBytes = reader.varUint()
  const vectorAt = reader.at
  reader.skip(vectorBytes)
  return { state: content.subarray(reader.at), clocks: decodeClocks(content.subarray(vectorAt, reader.at)) }
}
