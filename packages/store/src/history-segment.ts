/**
 * A history segment: a run of log rows packed and compressed, for updates that a snapshot already contains and that
 * only history still asks for. Stored as one zstd frame with a checksum; unpacked it is
 *
 *   u8       version, 1
 *   varuint  n: rows in the segment, at least 1
 *   varuint  seq of the first row; the others follow without a gap
 *   varuint  number of names (user and session ids), then each as a varstring
 *   n ×      varint  ms since the row before (since 1970 for the first)
 *            varuint user, index into the names
 *            varuint session, index into the names
 *            varuint clientSeq
 *            varuint length of the update
 *   n ×      the updates end to end
 *
 * varuint, varint and varstring as in lib0. A segment is never changed; other layouts get another version.
 */
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { type ClientSeq, type DocumentId, type SessionId, toSeq, type UserId } from '@dure/protocol'
import { createDecoder, readUint8, readUint8Array, readVarInt, readVarString, readVarUint } from 'lib0/decoding'
import {
  createEncoder,
  toUint8Array,
  writeUint8,
  writeUint8Array,
  writeVarInt,
  writeVarString,
  writeVarUint,
} from 'lib0/encoding'
import { LogDamaged, type LogRow } from './store.ts'

/** Rows beyond this start the next segment: unpacking one holds the main thread for about a millisecond. */
export const MAX_SEGMENT_ROWS = 2_000

/** Bytes of updates beyond this start the next segment, unless it would be empty: one update may be larger. */
export const MAX_SEGMENT_UPDATE_BYTES = 1024 * 1024

const VERSION = 1

export interface PackedSegment {
  readonly rawBytes: number
  readonly bytes: Uint8Array
}

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** `rows` are consecutive and at least one. */
export async function packSegment(rows: readonly LogRow[]): Promise<PackedSegment> {
  const raw = writeRows(rows)
  const bytes = await compress(raw, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })
  return { rawBytes: raw.length, bytes }
}

/** @throws LogDamaged naming document and segment when the bytes are not what was packed. */
export async function unpackSegment(
  documentId: DocumentId,
  fromSeq: number,
  throughSeq: number,
  segment: PackedSegment,
): Promise<readonly LogRow[]> {
  try {
    const raw = await decompress(segment.bytes, { maxOutputLength: segment.rawBytes })
    const rows = readRows(raw)
    if (rows[0]?.seq !== fromSeq || rows.at(-1)?.seq !== throughSeq) throw new Error('it holds other rows')
    return rows
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new LogDamaged(
      `Document ${documentId}: its history from ${fromSeq} to ${throughSeq} cannot be unpacked: ${reason}`,
      { cause },
    )
  }
}

function writeRows(rows: readonly LogRow[]): Uint8Array {
  const [first] = rows
  if (!first) throw new RangeError('a segment has at least one row')
  const names = new Map<string, number>()
  for (const { userId, sessionId } of rows) {
    for (const name of [userId, sessionId]) if (!names.has(name)) names.set(name, names.size)
  }
  const encoder = createEncoder()
  writeUint8(encoder, VERSION)
  writeVarUint(encoder, rows.length)
  writeVarUint(encoder, first.seq)
  writeVarUint(encoder, names.size)
  for (const name of names.keys()) writeVarString(encoder, name)
  let before = 0
  for (const [index, row] of rows.entries()) {
    if (row.seq !== first.seq + index) throw new RangeError(`row ${row.seq} does not follow in its segment`)
    writeVarInt(encoder, row.at - before)
    before = row.at
    writeVarUint(encoder, names.get(row.userId) ?? 0)
    writeVarUint(encoder, names.get(row.sessionId) ?? 0)
    writeVarUint(encoder, row.clientSeq)
    writeVarUint(encoder, row.bytes.length)
  }
  for (const { bytes } of rows) writeUint8Array(encoder, bytes)
  return toUint8Array(encoder)
}

function readRows(raw: Uint8Array): readonly LogRow[] {
  const decoder = createDecoder(raw)
  const version = readUint8(decoder)
  if (version !== VERSION) throw new Error(`its layout has version ${version}, this Dure knows ${VERSION}`)
  const count = readVarUint(decoder)
  const firstSeq = readVarUint(decoder)
  const names = Array.from({ length: readVarUint(decoder) }, () => readVarString(decoder))
  const name = (): string => {
    const found = names[readVarUint(decoder)]
    if (found === undefined) throw new Error('it names an id it does not hold')
    return found
  }
  let at = 0
  const heads = Array.from({ length: count }, (_, index) => {
    at += readVarInt(decoder)
    return {
      seq: toSeq(firstSeq + index),
      at,
      // Ids that were branded when the row was first written.
      userId: name() as UserId,
      sessionId: name() as SessionId,
      clientSeq: readVarUint(decoder) as ClientSeq,
      length: readVarUint(decoder),
    }
  })
  return heads.map(({ length, ...head }) => ({ ...head, bytes: readUint8Array(decoder, length) }))
}
