/** A real store whose appends a test can hold back or have fail, at the port that the server sees. */
import { type AppendOutcome, type AppendRequest, type SqlStore, StoreUnavailable } from '@dure/store'
import { until } from '@dure/testkit'
import { DEADLINE_MS } from './deadline.ts'

export class GatedStore implements SqlStore {
  readonly #store: SqlStore
  readonly kind: SqlStore['kind']
  readonly database: SqlStore['database']
  readonly lineage: SqlStore['lineage']
  readonly log: SqlStore['log']
  readonly documents: SqlStore['documents']
  #held: PromiseWithResolvers<void> | undefined
  #failure: string | undefined
  readonly #waiting = new Set<() => void>()
  #arrived = 0

  constructor(store: SqlStore) {
    this.#store = store
    this.kind = store.kind
    this.database = store.database
    this.lineage = store.lineage
    this.documents = store.documents
    this.log = { ...store.log, append: (batch) => this.#append(batch) }
  }

  /** From now on appends wait, before anything of them is done. */
  hold(): void {
    this.#held ??= Promise.withResolvers()
  }

  release(): void {
    this.#held?.resolve()
    this.#held = undefined
  }

  /** From now on appends, and looks whether it can save, are rejected with this reason; undefined heals it. */
  fail(reason: string | undefined): void {
    this.#failure = reason
  }

  /** Resolves when at least this many updates have been handed to the store since it was opened. */
  arrived(updates: number): Promise<void> {
    return until<void>(`${updates} updates at the store`, DEADLINE_MS, (done) => {
      const check = (): void => {
        if (this.#arrived >= updates) done(undefined)
      }
      this.#waiting.add(check)
      check()
      return () => this.#waiting.delete(check)
    })
  }

  async check(): Promise<void> {
    if (this.#failure !== undefined) throw new StoreUnavailable(this.#failure)
    await this.#store.check()
  }

  close(): Promise<void> {
    this.release()
    return this.#store.close()
  }

  async #append(batch: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    this.#arrived += batch.length
    for (const check of this.#waiting) check()
    await this.#held?.promise
    if (this.#failure !== undefined) throw new StoreUnavailable(this.#failure)
    return this.#store.log.append(batch)
  }
}
