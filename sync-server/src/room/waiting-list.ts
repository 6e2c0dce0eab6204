/**
 * Submissions set aside until something is learned of them, served from the front. What a session sends after one that
 * waits, waits behind it: it most likely builds on it, and the store takes the numbers of a session only as they rise.
 */
import type { Submission } from './submission.ts'
import { type Learned, NOTHING_LEARNED } from './update-examiner.ts'

/** `need` is what must be learned first; undefined when it only waits for those before it. */
export interface Waiting {
  readonly submission: Submission
  learned: Learned
  need: keyof Learned | undefined
}

export class WaitingList {
  readonly #list: Waiting[] = []

  get isEmpty(): boolean {
    return this.#list.length === 0
  }

  get first(): Waiting | undefined {
    return this.#list[0]
  }

  add(submission: Submission, need: keyof Learned): void {
    this.#list.push({ submission, learned: NOTHING_LEARNED, need })
  }

  /** Puts it behind those of its session that wait and have lower numbers; false when none of its session waits. */
  join(submission: Submission): boolean {
    const { sessionId, clientSeq } = submission
    const isOfSession = (each: Waiting): boolean => each.submission.sessionId === sessionId
    if (!this.#list.some(isOfSession)) return false
    // One that was taken back from the committer goes before those of its session that came after it.
    const later = this.#list.findIndex((each) => isOfSession(each) && each.submission.clientSeq > clientSeq)
    const at = later < 0 ? this.#list.length : later
    this.#list.splice(at, 0, { submission, learned: NOTHING_LEARNED, need: undefined })
    return true
  }

  whoNeeds(need: keyof Learned): readonly Waiting[] {
    return this.#list.filter((each) => each.need === need)
  }

  remove(waiting: Waiting): void {
    const at = this.#list.indexOf(waiting)
    if (at >= 0) this.#list.splice(at, 1)
  }

  clear(): void {
    this.#list.length = 0
  }
}
