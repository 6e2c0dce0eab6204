/** Lets a few pieces of work run at a time, the others in the order in which they came. */
export class Turns {
  readonly #atOnce: number
  readonly #waiting: (() => void)[] = []
  #underway = 0

  constructor(atOnce: number) {
    this.#atOnce = atOnce
  }

  /** Resolves or rejects as `work` does, which begins when it is its turn. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#underway < this.#atOnce) this.#underway += 1
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // Whoever is next takes over this turn.
      const next = this.#waiting.shift()
      if (next) next()
      else this.#underway -= 1
    }
  }
}
