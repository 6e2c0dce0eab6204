/**
 * Which updates of one connection are settled, and so how far a cumulative acknowledgement may go. Answers may come in
 * any order; an acknowledgement never passes one that is still open. Pure.
 */
import { type ClientSeq, toClientSeq } from '@dure/protocol'

export class AckLedger {
  /** Open updates in order of arrival, which is the order of their numbers. */
  readonly #open = new Set<number>()
  #latest = 0
  #acknowledged = 0

  /** Notes an update that arrived. Numbers must rise; answers false when this one does not. */
  open(clientSeq: ClientSeq): boolean {
    if (clientSeq <= this.#latest) return false
    this.#latest = clientSeq
    this.#open.add(clientSeq)
    return true
  }

  /** The update is durable, or was refused and its sender told. */
  settle(clientSeq: ClientSeq): void {
    this.#open.delete(clientSeq)
  }

  /** The highest number below which nothing is open, when it has grown since it was last taken. */
  take(): ClientSeq | undefined {
    const [first] = this.#open
    const through = first === undefined ? this.#latest : first - 1
    if (through <= this.#acknowledged) return undefined
    this.#acknowledged = through
    return toClientSeq(through)
  }
}
