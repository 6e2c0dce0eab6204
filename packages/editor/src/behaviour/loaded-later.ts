/**
 * Code that an editor has soon after it is there. One browser loads it once, for all of its editors; until then, and
 * where it cannot be loaded just now, it is not there.
 */
export class LoadedLater<Loaded> {
  readonly #load: () => Promise<Loaded>
  #loading: Promise<Loaded> | undefined
  #now: Loaded | undefined

  constructor(load: () => Promise<Loaded>) {
    this.#load = load
  }

  /** What was loaded. */
  get now(): Loaded | undefined {
    return this.#now
  }

  /** Rejects as the network does; the next call tries again. */
  load(): Promise<Loaded> {
    this.#loading ??= this.#load().then(
      (loaded) => {
        this.#now = loaded
        return loaded
      },
      (error: unknown) => {
        this.#loading = undefined
        throw error
      },
    )
    return this.#loading
  }
}
