/**
 * Where each client's writing lies in a large Yjs V1 state, so that what somebody lacks of it is cut out of its bytes
 * instead of being decoded and encoded again. Made once for a state; what is sent is what `Y.diffUpdate` would send.
 *
 * The layout is the one `scan-update.ts` describes. States are our own: they were checked before they were logged.
 */
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import { diffUpdate } from 'yjs'
import { encodeClocks } from './state-vector.ts'
import { CONTENT, skipContent } from './update-content.ts'
import { MAX_NAME_BYTES } from './update-limits.ts'
import { InvalidUpdate, UpdateReader } from './update-reader.ts'

/** One client's structs. */
interface Section {
  readonly client: number
  readonly structs: number
  readonly fromClock: number
  readonly toClock: number
  /** Offset after the last struct. */
  readonly endAt: number
  /** Every `MARK_EVERY`th struct, the first included: triplets of how many structs come before it, clock and offset. */
  readonly marks: Float64Array
}

/** Survives a structured clone. */
export interface StateIndex {
  readonly sections: readonly Section[]
  readonly deletesAt: number
}

/** A mark costs 24 bytes; walking this many structs, about a microsecond. */
const MARK_EVERY = 64

const ORIGIN = 0x80
const RIGHT_ORIGIN = 0x40
const PARENT_SUB = 0x20
const KIND = 0x1f

/** @throws InvalidUpdate when the bytes are not an update. */
export function indexState(state: Uint8Array): StateIndex {
  const reader = new UpdateReader(state)
  const sections: Section[] = []
  const clients = reader.varUint()
  for (let index = 0; index < clients; index += 1) sections.push(indexSection(reader))
  return { sections, deletesAt: reader.at }
}

function indexSection(reader: UpdateReader): Section {
  const structs = reader.varUint()
  const client = reader.varUint()
  const fromClock = reader.varUint()
  const marks: number[] = []
  let clock = fromClock
  for (let before = 0; before < structs; before += 1) {
    if (before % MARK_EVERY === 0) marks.push(before, clock, reader.at)
    clock += skipStruct(reader)
  }
  return { client, structs, fromClock, toClock: clock, endAt: reader.at, marks: Float64Array.from(marks) }
}

/** The clocks of the state: what a holder of all of it has. */
export const clocksOf = ({ sections }: StateIndex): ReadonlyMap<number, number> =>
  new Map(sections.map((section) => [section.client, section.toClock]))

/** What a holder of `clocks` lacks of `state`, deletions included, as a Yjs V1 update. */
export function stateAfter(state: Uint8Array, index: StateIndex, clocks: ReadonlyMap<number, number>): Uint8Array {
  const lacking = index.sections.filter((section) => (clocks.get(section.client) ?? 0) < section.toClock)
  const encoder = createEncoder()
  writeVarUint(encoder, lacking.length)
  for (const section of lacking) {
    const { before, clock, firstStruct, restAt } = cut(state, section, clocks.get(section.client) ?? 0)
    writeVarUint(encoder, section.structs - before)
    writeVarUint(encoder, section.client)
    writeVarUint(encoder, clock)
    writeUint8Array(encoder, firstStruct)
    writeUint8Array(encoder, state.subarray(restAt, section.endAt))
  }
  writeUint8Array(encoder, state.subarray(index.deletesAt))
  return toUint8Array(encoder)
}

interface Cut {
  /** Structs that are left out. */
  readonly before: number
  /** Clock of the first struct that is sent. */
  readonly clock: number
  readonly firstStruct: Uint8Array
  /** Offset of the second. */
  readonly restAt: number
}

/** The section from `fromClock` on; its first struct may begin before that and is then shortened. */
function cut(state: Uint8Array, section: Section, fromClock: number): Cut {
  const mark = lastMarkUpTo(section.marks, fromClock)
  let before = section.marks[mark] ?? 0
  let clock = section.marks[mark + 1] ?? 0
  const reader = new UpdateReader(state, section.marks[mark + 2] ?? 0)
  for (;;) {
    const startAt = reader.at
    const length = skipStruct(reader)
    if (clock + length > fromClock) {
      const struct = state.subarray(startAt, reader.at)
      if (clock >= fromClock) return { before, clock, firstStruct: struct, restAt: reader.at }
      const firstStruct = shorten(section.client, clock, struct, fromClock)
      return { before, clock: fromClock, firstStruct, restAt: reader.at }
    }
    before += 1
    clock += length
  }
}

/** Index of the last mark that is not beyond the clock, or of the first. */
function lastMarkUpTo(marks: Float64Array, clock: number): number {
  let low = 0
  let high = marks.length / 3 - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((marks[middle * 3 + 1] ?? 0) <= clock) low = middle
    else high = middle - 1
  }
  return low * 3
}

/** Yjs knows how each content is cut: it is given an update of this one struct. */
function shorten(client: number, clock: number, struct: Uint8Array, fromClock: number): Uint8Array {
  const encoder = createEncoder()
  for (const number of [1, 1, client, clock]) writeVarUint(encoder, number)
  writeUint8Array(encoder, struct)
  const noDeletes = 0
  writeVarUint(encoder, noDeletes)
  const shortened = diffUpdate(toUint8Array(encoder), encodeClocks(new Map([[client, fromClock]])))
  const reader = new UpdateReader(shortened)
  for (let number = 0; number < 4; number += 1) reader.varUint()
  return shortened.subarray(reader.at, shortened.length - 1)
}

/** Reads over one struct and answers its length in clocks. */
function skipStruct(reader: UpdateReader): number {
  const info = reader.uint8()
  const kind = info & KIND
  if (kind === CONTENT.gc || kind === CONTENT.skip) return reader.varUint()
  if ((info & ORIGIN) !== 0) skipId(reader)
  if ((info & RIGHT_ORIGIN) !== 0) skipId(reader)
  if ((info & (ORIGIN | RIGHT_ORIGIN)) === 0) {
    if (reader.varUint() === 1) reader.string('root name', MAX_NAME_BYTES)
    else skipId(reader)
    if ((info & PARENT_SUB) !== 0) reader.string('attribute name', MAX_NAME_BYTES)
  }
  const length = skipContent(reader, kind)
  if (length === 0) throw new InvalidUpdate('malformed', 'a struct of no length')
  return length
}

function skipId(reader: UpdateReader): void {
  reader.varUint()
  reader.varUint()
}
