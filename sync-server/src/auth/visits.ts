/** Who is in documents just now, counted by person. */
import type { UserId } from '@dure/protocol'
import { MAX_VISITS_PER_PERSON } from '../limits.ts'

export class Visits<Visit> implements Iterable<Visit> {
  readonly #visits = new Map<Visit, UserId | undefined>()
  readonly #byPerson = new Map<UserId, number>()

  /** False for a person who has as many documents open as one may; guests are counted by address only. */
  add(visit: Visit, userId: UserId | undefined): boolean {
    if (userId !== undefined) {
      const count = this.#byPerson.get(userId) ?? 0
      if (count >= MAX_VISITS_PER_PERSON) return false
      this.#byPerson.set(userId, count + 1)
    }
    this.#visits.set(visit, userId)
    return true
  }

  has(visit: Visit): boolean {
    return this.#visits.has(visit)
  }

  /** Idempotent. */
  delete(visit: Visit): void {
    const userId = this.#visits.get(visit)
    if (!this.#visits.delete(visit) || userId === undefined) return
    const left = (this.#byPerson.get(userId) ?? 1) - 1
    if (left > 0) this.#byPerson.set(userId, left)
    else this.#byPerson.delete(userId)
  }

  clear(): void {
    this.#visits.clear()
    this.#byPerson.clear()
  }

  [Symbol.iterator](): Iterator<Visit> {
    return this.#visits.keys()
  }
}
