/**
 * The part of a document's log that a room holds: a folded base (one Yjs V1 update up to `baseSeq`) and every row after
 * it, without a gap. Together they are what a fresh client is sent.
 */
import type { Seq } from '@dure/protocol'

export interface WindowRow {
  readonly seq: Seq
  readonly bytes: Uint8Array
}

export class LogWindow {
  #baseSeq: Seq
  #base: Uint8Array
  #rows: WindowRow[]
  #rowBytes: number

  constructor(baseSeq: Seq, base: Uint8Array, rows: readonly WindowRow[]) {
    this.#baseSeq = baseSeq
    this.#base = base
    this.#rows = [...rows]
    this.#rowBytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
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
    return this.#base.length + this.#rowBytes
  }

  get rowBytes(): number {
    return this.#rowBytes
  }

  /** Appends a row; the caller keeps seqs rising. */
  push(row: WindowRow): void {
    this.#rows.push(row)
    this.#rowBytes += row.bytes.length
  }

  /** The rows after `seq`, or undefined when the window begins later than that. */
  after(seq: Seq): readonly WindowRow[] | undefined {
    if (seq < this.#baseSeq) return undefined
    return this.#rows.slice(firstAfter(this.#rows, seq))
  }

  /** Replaces everything up to `seq` by its folded form. */
  fold(seq: Seq, base: Uint8Array): void {
    if (seq <= this.#baseSeq) return
    const rows = this.#rows.slice(firstAfter(this.#rows, seq))
    this.#rows = rows
    this.#rowBytes = rows.reduce((sum, row) => sum + row.bytes.length, 0)
    this.#baseSeq = seq
    this.#base = base
  }
}

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
