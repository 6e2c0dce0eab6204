/** Listeners, each called once a time. What one throws is reported as its own error and stops nobody else. */
export class ListenerSet<Args extends readonly unknown[]> {
  readonly #listeners = new Set<(...args: Args) => void>()

  add(listener: (...args: Args) => void): () => void {
    // A wrapper of its own: adding the same function twice makes two listeners, each with its own end.
    const entry = (...args: Args) => listener(...args)
    this.#listeners.add(entry)
    return () => {
      this.#listeners.delete(entry)
    }
  }

  call(...args: Args): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(...args)
      } catch (error) {
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
}
