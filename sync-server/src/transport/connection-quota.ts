/** Open sockets, counted in all and by address. */
import { MAX_CONNECTIONS, MAX_CONNECTIONS_PER_ADDRESS } from '../limits.ts'

export class ConnectionQuota {
  readonly #byAddress = new Map<string, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  /** Counts one in; answers how to count it out (idempotent), or which bound it meets. */
  enter(address: string): (() => void) | 'address' | 'server' {
    const count = this.#byAddress.get(address) ?? 0
    if (this.#total >= MAX_CONNECTIONS) return 'server'
    if (count >= MAX_CONNECTIONS_PER_ADDRESS) return 'address'
    this.#total += 1
    this.#byAddress.set(address, count + 1)
    let left = false
    return () => {
      if (left) return
      left = true
      this.#total -= 1
      const now = (this.#byAddress.get(address) ?? 1) - 1
      if (now > 0) this.#byAddress.set(address, now)
      else this.#byAddress.delete(address)
    }
  }
}
