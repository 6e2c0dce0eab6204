import { zstdCompressSync } from 'node:zlib'
import { decodeClocks } from '@dure/document/update'
import { afterEach, expect, test } from 'vitest'
import { convertUpdateFormatV1ToV2, Doc, encodeStateAsUpdate, encodeStateVectorFromUpdate, Array as YArray } from 'yjs'
import { DocumentJobFailed, DocumentWorkBusy } from './document-work.ts'
import { DocumentWorkers } from './document-workers.ts'
import { foldLog } from './fold-log.ts'
import { decodeSnapshot, encodeSnapshot } from './snapshot-codec.ts'

const workers = new Set<DocumentWorkers>()
afterEach(async () => {
  for (const each of workers) await each.close()
  workers.clear()
})
const start = (): DocumentWorkers => {
  const started = new DocumentWorkers(1)
  workers.add(started)
  return started
}

const typed = (what: string): Uint8Array => {
  const doc = new Doc()
  doc.getText('text').insert(0, what)
  return encodeStateAsUpdate(doc)
}
const NOTHING = new Uint8Array([0, 0])

test('a snapshot that was folded is read again as it was', async () => {
  const work = start()
  const folded = await work.fold({ base: NOTHING, rows: [typed('a'), typed('b')], withSnapshot: true, mend: false })
  const decoded = await work.decode(folded.snapshot?.bytes ?? NOTHING)
  expect(decoded.clocks).toEqual(folded.snapshot?.clocks)
  const { doc } = foldLog(decoded.state, [])
  expect([...doc.getText('text').toString()].sort().join('')).toBe('ab')
})

test('damaged input fails that job, and the next is done', async () => {
  const work = start()
  const damaged = work.decode(Uint8Array.of(1, 2, 3))
  const next = work.fold({ base: NOTHING, rows: [typed('a')], withSnapshot: false, mend: false })
  await expect(damaged).rejects.toBeInstanceOf(DocumentJobFailed)
  expect((await next).rejected).toEqual([])
})

test('after closing nothing is said about a job, which is not the same as damage', async () => {
  const work = start()
  await work.close()
  await expect(work.decode(Uint8Array.of(1, 2, 3))).rejects.toBeInstanceOf(DocumentWorkBusy)
})

test('a row that no document can integrate is named, and the rest is folded', () => {
  const skipping = new Uint8Array([1, 1, 9, 5, 4, 1, 4, 116, 101, 120, 116, 1, 120, 0])
  const { doc, rejected } = foldLog(NOTHING, [typed('a'), skipping, typed('b')])
  expect(rejected).toEqual([1])
  expect(doc.getText('text').length).toBe(2)
})

test('[DU4] rows that nest deeper than any should are named, with those in them, and the rest is folded', () => {
  const doc = new Doc()
  const rows: Uint8Array[] = []
  doc.on('update', (row: Uint8Array) => rows.push(row))
  let parent = doc.getArray<unknown>('array')
  for (let level = 0; level < 300; level += 1) {
    const child = new YArray<unknown>()
    parent.insert(0, [child])
    parent = child
  }
  const { doc: folded, rejected } = foldLog(NOTHING, [...rows, typed('honest')])
  // The first element stands at level 0, so 257 of them are as deep as is let through.
  expect(rejected).toEqual(Array.from({ length: 300 - 257 }, (_, index) => 257 + index))
  expect(folded.getText('text').toString()).toBe('honest')
  folded.getArray('array').delete(0, 1)
  expect(folded.getArray('array')).toHaveLength(0)
})

test('snapshots of another version are refused, not misread', () => {
  const bytes = encodeSnapshot({ state: NOTHING, clocks: new Map() })
  expect(decodeSnapshot(bytes)).toEqual({ state: Buffer.from(NOTHING), clocks: new Map() })
  expect(() => decodeSnapshot(bytes.with(0, 3))).toThrow(/version 3/)
})

test('a snapshot that an earlier version wrote is read', () => {
  const state = typed('kept')
  const bytes = Buffer.concat([Uint8Array.of(1), zstdCompressSync(convertUpdateFormatV1ToV2(state))])
  const decoded = decodeSnapshot(bytes)
  expect(decoded.state).toEqual(state)
  expect(decoded.clocks.size).toBe(1)
})

test('a snapshot with one bit turned is found damaged, wherever it is', () => {
  const state = typed('a text that is long enough to stand as it is'.repeat(3))
  const bytes = encodeSnapshot({ state, clocks: decodeClocks(encodeStateVectorFromUpdate(state)) })
  for (let at = 0; at < bytes.length; at += 1) {
    const damaged = bytes.with(at, (bytes[at] ?? 0) ^ 0x10)
    let read: Uint8Array | undefined
    try {
      read = decodeSnapshot(damaged).state
    } catch {
      continue
    }
    // What the frame does not depend on may turn; what is read must be right.
    expect(read).toEqual(Buffer.from(state))
  }
})
