/**
 * The part of a document's log that a room holds: a folded base (one Yjs V1 update up to `baseSeq`) and every row after
 * it, without a gap. Together they are what a fresh client is sent.
 *
 * The last rows that were folded are kept for a while beside it, so that someone who was away for a moment is sent what
 * they missed from memory.
 */
import type { Seq } from '@dure/protocol'
import { KEPT_FOLDED_BYTES, KEPT_FOLDED_ROWS } from '../limits.ts'

export interface WindowRow {
  readonly seq: Seq
  readonly bytes: Uint8Array
}

export class LogWindow {
  #baseSeq: Seq
  #base: Uint8Array
  #rows: WindowRow[]
  #rowBytes: number
  /** Rows after `#heldFrom` up to `baseSeq`: in the base too. */
  #folded: readonly WindowRow[] = []
  #foldedBytes = 0
  #heldFrom: Seq

  constructor(baseSeq: Seq, base: Uint8Array, rows: readonly WindowRow[]) {
    this.#baseSeq = baseSeq
    this.#heldFrom = baseSeq
    this.#base = base
    this.#rows = [...rows]
    this.#rowBytes = bytesOf(rows)
  }

  /** The state up to `baseSeq` as one update. */
  get base(): Uint8Array {
    return this.#base
  }

  get baseSeq(): Seq {
    return this.#baseSeq
  }

  get rows(): readonly WindowRow[] {
    return this.#rows
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#base.length + this.#rowBytes + this.#foldedBytes
  }

  get rowBytes(): number {
    return this.#rowBytes
  }

  /** Appends a row; the caller keeps seqs rising. */
  push(row: WindowRow): void {
    this.#rows.push(row)
    this.#rowBytes += row.bytes.length
  }

  /** Leaves out rows after `baseSeq` that were set aside. */
  drop(seqs: ReadonlySet<Seq>): void {
    this.#rows = this.#rows.filter((row) => !seqs.has(row.seq))
    this.#rowBytes = bytesOf(this.#rows)
  }

  /** Whether every row after `seq` is here. */
  reaches(seq: Seq): boolean {
    return seq >= this.#heldFrom
  }

  /** The rows after `seq`, or undefined when not all of them are here. */
  after(seq: Seq): readonly WindowRow[] | undefined {
    if (!this.reaches(seq)) return undefined
    if (seq >= this.#baseSeq) return this.#rows.slice(firstAfter(this.#rows, seq))
    return [...this.#folded.slice(firstAfter(this.#folded, seq)), ...this.#rows]
  }

  /** Replaces everything up to `seq` by its folded form. */
  fold(seq: Seq, base: Uint8Array): void {
    if (seq <= this.#baseSeq) return
    const first = firstAfter(this.#rows, seq)
    this.#keepFolded([...this.#folded, ...this.#rows.slice(0, first)])
    this.#rows = this.#rows.slice(first)
    this.#rowBytes = bytesOf(this.#rows)
    this.#baseSeq = seq
    this.#base = base
  }

  /** Keeps the newest of them within bounds. */
  #keepFolded(rows: readonly WindowRow[]): void {
    let bytes = 0
    let first = rows.length
    for (let row = rows[first - 1]; row && rows.length - first < KEPT_FOLDED_ROWS; row = rows[first - 1]) {
      if (bytes + row.bytes.length > KEPT_FOLDED_BYTES) break
      bytes += row.bytes.length
      first -= 1
    }
    this.#heldFrom = rows[first - 1]?.seq ?? this.#heldFrom
    this.#folded = rows.slice(first)
    this.#foldedBytes = bytes
  }
}

const bytesOf = (rows: readonly WindowRow[]): number => rows.reduce((sum, row) => sum + row.bytes.length, 0)

/** Index of the first row with a higher seq: rows may skip numbers (quarantined ones), so it is searched, not counted. */
function firstAfter(rows: readonly WindowRow[], seq: Seq): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle]?.seq ?? 0) > seq) high = middle
    else low = middle + 1
  }
  return low
}
