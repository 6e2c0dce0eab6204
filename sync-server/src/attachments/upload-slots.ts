/** How many parts may be on their way at once: a socket and an open file each. Pure. */
import { MAX_PARTS_IN_FLIGHT, MAX_PARTS_IN_FLIGHT_PER_ADDRESS } from '../limits.ts'

export class UploadSlots {
  readonly #byAddress = new Map<string, number>()
  #total = 0

  /** Undefined when there is no room; else what gives the place back. */
  enter(address: string): (() => void) | undefined {
    const taken = this.#byAddress.get(address) ?? 0
    if (taken >= MAX_PARTS_IN_FLIGHT_PER_ADDRESS || this.#total >= MAX_PARTS_IN_FLIGHT) return undefined
    this.#total += 1
    this.#byAddress.set(address, taken + 1)
    return () => {
      this.#total -= 1
      const left = (this.#byAddress.get(address) ?? 1) - 1
      if (left > 0) this.#byAddress.set(address, left)
      else this.#byAddress.delete(address)
    }
  }
}
