import { newDocumentId, newSessionId, newUserId, toClientSeq, toSeq } from '@dure/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packSegment, unpackSegment } from './history-segment.ts'
import { LogDamaged, type LogRow } from './store.ts'

const people = Array.from({ length: 3 }, () => ({ userId: newUserId(), sessionId: newSessionId() }))
const rowArbitrary = fc.record({
  at: fc.integer({ min: 0, max: 8_640_000_000_000_000 }),
  userId: fc.constantFrom(...people.map((person) => person.userId)),
  sessionId: fc.constantFrom(...people.map((person) => person.sessionId)),
  clientSeq: fc.maxSafeNat().map(toClientSeq),
  bytes: fc.uint8Array({ maxLength: 40 }),
})
const rowsArbitrary = fc
  .tuple(fc.integer({ min: 1, max: 2 ** 52 }), fc.array(rowArbitrary, { minLength: 1, maxLength: 20 }))
  .map(([first, rows]) => rows.map((row, index): LogRow => ({ seq: toSeq(first + index), ...row })))

const id = newDocumentId()
const unpack = (rows: readonly LogRow[], segment: { rawBytes: number; bytes: Uint8Array }) =>
  unpackSegment(id, rows[0]?.seq ?? 0, rows.at(-1)?.seq ?? 0, segment)
const plain = (rows: readonly LogRow[]) => rows.map((row) => ({ ...row, bytes: [...row.bytes] }))

test('what was packed is unpacked', async () => {
  await fc.assert(
    fc.asyncProperty(rowsArbitrary, async (rows) => {
      expect(plain(await unpack(rows, await packSegment(rows)))).toEqual(plain(rows))
    }),
  )
})

test('no damaged byte goes unnoticed: the rows are the same, or LogDamaged is thrown', async () => {
  await fc.assert(
    fc.asyncProperty(rowsArbitrary, fc.nat(), fc.integer({ min: 1, max: 255 }), async (rows, place, change) => {
      const segment = await packSegment(rows)
      const bytes = segment.bytes.slice()
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ change
      const read = await unpack(rows, { ...segment, bytes }).catch((error: unknown) => error)
      if (Array.isArray(read)) expect(plain(read)).toEqual(plain(rows))
      else expect(read).toBeInstanceOf(LogDamaged)
    }),
  )
})

test('a segment stored under other numbers is damaged', async () => {
  const rows = fc.sample(rowsArbitrary, 1)[0] ?? []
  const segment = await packSegment(rows)
  await expect(unpackSegment(id, 7, 8, segment)).rejects.toThrow(`Document ${id}: its history from 7 to 8`)
})

test('a segment that would unpack to more than it says is damaged', async () => {
  const rows = fc.sample(rowsArbitrary, 1)[0] ?? []
  const { bytes, rawBytes } = await packSegment(rows)
  await expect(unpack(rows, { bytes, rawBytes: rawBytes - 1 })).rejects.toThrow(LogDamaged)
})

test('rows that leave a gap are no segment', async () => {
  const [first] = fc.sample(rowsArbitrary, 1)[0] ?? []
  if (!first) throw new Error('a sample has a row')
  await expect(packSegment([first, { ...first, seq: toSeq(first.seq + 2) }])).rejects.toThrow(RangeError)
  await expect(packSegment([])).rejects.toThrow(RangeError)
})
