/** Ids that must be known before an update can join the log: a few as they come, of many the highest of each client. */

/** Numbers kept before they are gone through for the highest of each client. */
const MAX_PLAIN = 1024

export class NeedList {
  #pairs: number[] = []
  #compactAt = MAX_PLAIN

  add(client: number, clock: number): void {
    this.#pairs.push(client, clock)
    if (this.#pairs.length < this.#compactAt) return
    const highest = new Map<number, number>()
    for (let at = 0; at < this.#pairs.length; at += 2) {
      const [one = 0, its = 0] = [this.#pairs[at], this.#pairs[at + 1]]
      highest.set(one, Math.max(highest.get(one) ?? 0, its))
    }
    this.#pairs = [...highest].flat()
    // Of very many clients each is gone through a few times and no more.
    this.#compactAt = Math.max(MAX_PLAIN, this.#pairs.length * 2)
  }

  /** Flat pairs of client and clock. */
  get pairs(): readonly number[] {
    return this.#pairs
  }
}
