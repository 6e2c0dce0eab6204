/** What is open, counted in all and by address: sockets, connections to documents, requests under way. */
import { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } from '../limits.ts'

export class ConnectionQuota {
  readonly #max: number
  readonly #maxPerAddress: number
  readonly #byAddress = new Map<string, number>()
  #total = 0

  constructor(max = MAX_CONNECTIONS, maxPerAddress = MAX_CONNECTIONS_PER_ADDRESS) {
    this.#max = max
    this.#maxPerAddress = maxPerAddress
  }

  get total(): number {
    return this.#total
  }

  /**
   * Counts one in; answers how to count it out (idempotent), or which bound it meets.
   * @param address Undefined for one that many stand behind: it counts in all only.
   */
  enter(address: string | undefined): (() => void) | 'address' | 'server' {
    const count = (address !== undefined && this.#byAddress.get(address)) || 0
    if (this.#total >= this.#max) return 'server'
    if (count >= this.#maxPerAddress) return 'address'
    this.#total += 1
    if (address !== undefined) this.#byAddress.set(address, count + 1)
    let left = false
    return () => {
      if (left) return
      left = true
      this.#total -= 1
      if (address === undefined) return
      const now = (this.#byAddress.get(address) ?? 1) - 1
      if (now > 0) this.#byAddress.set(address, now)
      else this.#byAddress.delete(address)
    }
  }
}
