/** What a copy holds and the server does not: the way back when the two disagree on what came before an edit. */
import { type Doc, decodeStateVector, encodeStateAsUpdate, encodeStateVector, parseUpdateMeta } from 'yjs'

/** The next clock of each client, as far as the updates of the server that were added go. */
export class ServerClocks {
  readonly #next = new Map<number, number>()

  add(update: Uint8Array): void {
    for (const [client, next] of parseUpdateMeta(update).to) {
      if (next > (this.#next.get(client) ?? 0)) this.#next.set(client, next)
    }
  }

  /**
   * Everything of `doc` that the server lacks, as one update; undefined when that is nothing. Deletions cannot be told
   * apart by clocks, so that with `evenDeletionsOnly` all of them are sent again.
   */
  missingFrom(doc: Doc, evenDeletionsOnly: boolean): Uint8Array | undefined {
    const ours = decodeStateVector(encodeStateVector(doc))
    const brings = [...ours].some(([client, next]) => next > (this.#next.get(client) ?? 0))
    if (!brings && !evenDeletionsOnly) return undefined
    const update = encodeStateAsUpdate(doc, encodeStateVector(this.#next))
    // Two zeros: no structs, no deletions.
    return update.length > 2 ? update : undefined
  }
}
