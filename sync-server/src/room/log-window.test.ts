import { toSeq } from '@dure/protocol'
import { expect, test } from 'vitest'
import { LogWindow } from './log-window.ts'

const row = (seq: number) => ({ seq: toSeq(seq), bytes: new Uint8Array(seq) })
const seqs = (rows: readonly { readonly seq: number }[] | undefined): number[] | undefined =>
  rows?.map((each) => each.seq)

test('answers what follows a position, or that it begins later', () => {
  const window = new LogWindow(toSeq(10), new Uint8Array(3), [row(11), row(12), row(14)])
  expect(seqs(window.after(toSeq(9)))).toBeUndefined()
  expect(seqs(window.after(toSeq(10)))).toEqual([11, 12, 14])
  expect(seqs(window.after(toSeq(12)))).toEqual([14])
  // A number without a row (quarantined) is passed.
  expect(seqs(window.after(toSeq(13)))).toEqual([14])
  expect(seqs(window.after(toSeq(99)))).toEqual([])
})

test('rows that were set aside are left out', () => {
  const window = new LogWindow(toSeq(0), new Uint8Array(1), [row(1), row(2), row(3)])
  window.drop(new Set([toSeq(2)]))
  expect([seqs(window.after(toSeq(0))), window.rowBytes]).toEqual([[1, 3], 4])
})

test('folding replaces what is folded, keeps the rest, and never goes back', () => {
  const window = new LogWindow(toSeq(0), new Uint8Array(1), [row(1), row(2), row(3)])
  window.push(row(4))
  window.fold(toSeq(2), new Uint8Array(7))
  expect([window.baseSeq, seqs(window.rows), window.rowBytes]).toEqual([2, [3, 4], 7])
  expect(window.bytes).toBeGreaterThanOrEqual(14)
  window.fold(toSeq(1), new Uint8Array(100))
  expect([window.baseSeq, window.base.length]).toEqual([2, 7])
})
