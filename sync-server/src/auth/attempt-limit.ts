/**
 * How often something that can be guessed may be tried: so many times in a window, by a key such as an address or an
 * e-mail. Counted on each replica by itself, so N replicas let N times as many through.
 */
import type { Clock } from '../clock.ts'
import { MAX_ATTEMPT_KEYS } from '../limits.ts'

interface Count {
  left: number
  readonly until: number
}

export class AttemptLimit {
  readonly #clock: Clock
  readonly #attempts: number
  readonly #windowMs: number
  /** In the order in which their windows end. */
  readonly #counts = new Map<string, Count>()

  constructor(clock: Clock, attempts: number, windowMs: number) {
    this.#clock = clock
    this.#attempts = attempts
    this.#windowMs = windowMs
  }

  /** Counts one attempt. Answers 0 when it may be made, else the ms to wait. */
  try(key: string): number {
    const now = this.#clock.now()
    const known = this.#counts.get(key)
    if (!known || known.until <= now) {
      this.#forget(now)
      this.#counts.delete(key)
      this.#counts.set(key, { left: this.#attempts - 1, until: now + this.#windowMs })
      return 0
    }
    if (known.left === 0) return known.until - now
    known.left -= 1
    return 0
  }

  /** It succeeded: whoever knows the secret is not guessing. */
  succeeded(key: string): void {
    this.#counts.delete(key)
  }

  /** What is over; and beyond the limit what is over soonest, which lets a guesser with many keys go on slowly. */
  #forget(now: number): void {
    for (const [key, count] of this.#counts) {
      if (count.until > now && this.#counts.size < MAX_ATTEMPT_KEYS) return
      this.#counts.delete(key)
    }
  }
}
