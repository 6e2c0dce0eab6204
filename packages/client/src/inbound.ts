/**
 * The last step of an update on its way into the document: what arrives in one task is applied in one transaction, and
 * while a composition is open (`hold`) nothing is applied at all, because a change under the caret breaks it.
 */
import { applyUpdate, type Doc, transact } from 'yjs'
import { MAX_HELD_BYTES, MAX_HELD_UPDATES } from './limits.ts'
import { REMOTE_ORIGIN } from './remote-origin.ts'

export class Inbound {
  readonly #doc: Doc
  readonly #onBroken: (error: unknown) => void
  #queue: Uint8Array[] = []
  #queuedBytes = 0
  #afterwards: (() => void)[] = []
  #held = false
  #scheduled = false

  /** @param onBroken An update could not be applied: the document may be half changed and must be loaded again. */
  constructor(doc: Doc, onBroken: (error: unknown) => void) {
    this.#doc = doc
    this.#onBroken = onBroken
  }

  get held(): boolean {
    return this.#held
  }

  /** Everything received is in the document. */
  get idle(): boolean {
    return this.#queue.length === 0
  }

  receive(updates: readonly Uint8Array[]): void {
    for (const update of updates) {
      this.#queue.push(update)
      this.#queuedBytes += update.length
    }
    if (this.#queue.length > MAX_HELD_UPDATES || this.#queuedBytes > MAX_HELD_BYTES) this.#apply()
    else this.#schedule()
  }

  /** Runs `then` once everything received so far is in the document. */
  afterwards(then: () => void): void {
    if (this.#queue.length === 0) then()
    else this.#afterwards.push(then)
  }

  hold(): void {
    this.#held = true
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
    this.#apply()
  }

  /** Applies what waits, unless a composition is open. */
  flush(): void {
    if (!this.#held) this.#apply()
  }

  #schedule(): void {
    if (this.#held || this.#scheduled) return
    this.#scheduled = true
    queueMicrotask(() => {
      this.#scheduled = false
      this.flush()
    })
  }

  #apply(): void {
    const updates = this.#queue
    this.#queue = []
    this.#queuedBytes = 0
    const then = this.#afterwards
    this.#afterwards = []
    try {
      // `local: false`: a transaction that applies others' updates must not count as this person's own.
      if (updates.length > 0) transact(this.#doc, () => this.#applyEach(updates), REMOTE_ORIGIN, false)
    } catch (error) {
      this.#onBroken(error)
      return
    }
    for (const each of then) each()
  }

  #applyEach(updates: readonly Uint8Array[]): void {
    for (const update of updates) applyUpdate(this.#doc, update, REMOTE_ORIGIN)
  }
}
