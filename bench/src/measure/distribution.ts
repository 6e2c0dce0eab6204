/** Latencies in microseconds, kept whole: runs here have at most a few million. */
export class Distribution {
  #values = new Float64Array(4096)
  #count = 0
  #sorted = false

  add(us: number): void {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#count * 2)
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[this.#count] = us
    this.#count += 1
    this.#sorted = false
  }

  get count(): number {
    return this.#count
  }

  clear(): void {
    this.#count = 0
  }

  /** Milliseconds below which this share lies; NaN when there is nothing. */
  quantileMs(share: number): number {
    if (this.#count === 0) return Number.NaN
    if (!this.#sorted) {
      this.#values.subarray(0, this.#count).sort()
      this.#sorted = true
    }
    return (this.#values[Math.min(this.#count - 1, Math.floor(this.#count * share))] ?? Number.NaN) / 1000
  }
}

/** The middle of a few runs. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}
