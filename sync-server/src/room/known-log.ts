/**
 * What a room knows of its document's log: the rows it holds, the clocks at their end, and what is worked out of them.
 * Bytes and clocks, never a Y.Doc.
 */
import { indexState, type KnownState, type StateIndex, scanUpdate } from '@dure/document/update'
import type { DocumentId, Seq } from '@dure/protocol'
import type { UpdateLog } from '@dure/store'
import { FOLD_TAIL_BYTES, FOLD_TAIL_ROWS } from '../limits.ts'
import type { Logger } from '../observability/logger.ts'
import type { DocumentWork } from '../projection/document-work.ts'
import type { LogWindow, WindowRow } from './log-window.ts'

/** States up to this size are indexed on the main thread: under a millisecond, less than asking a worker costs. */
const INLINE_INDEX_BYTES = 64 * 1024

export interface KnownLogDeps {
  readonly log: Pick<UpdateLog, 'quarantine'>
  readonly workers: Pick<DocumentWork, 'index' | 'deletesOf'>
  readonly logger: Logger
}

export class KnownLog {
  readonly #deps: KnownLogDeps
  readonly #documentId: DocumentId
  readonly #window: LogWindow
  readonly #known: KnownState
  #baseIndex: { readonly base: Uint8Array; readonly index: Promise<StateIndex> } | undefined

  constructor(deps: KnownLogDeps, documentId: DocumentId, window: LogWindow, known: KnownState) {
    this.#deps = deps
    this.#documentId = documentId
    this.#window = window
    this.#known = known
  }

  /** Where what lies in `window.base`. Made once for each base; that of a large one in a worker. */
  baseIndex(): Promise<StateIndex> {
    const { base } = this.#window
    if (this.#baseIndex?.base !== base) {
      const small = base.length <= INLINE_INDEX_BYTES
      const index = small ? Promise.resolve(indexState(base)) : this.#deps.workers.index(base)
      this.#baseIndex = { base, index }
      // One that failed is asked for again.
      index.catch(() => {
        if (this.#baseIndex?.index === index) this.#baseIndex = undefined
      })
    }
    return this.#baseIndex.index
  }

  /** Whether joins have become more than a handful of buffers. */
  get wantsFolding(): boolean {
    return this.#window.rows.length >= FOLD_TAIL_ROWS || this.#window.rowBytes >= FOLD_TAIL_BYTES
  }

  /** Replaces the window up to `seq` by its folded form. */
  fold(seq: Seq, base: Uint8Array): void {
    if (seq > this.#window.baseSeq) this.#window.fold(seq, base)
  }

  /**
   * The next rows of the log. Answers those that are sound.
   * @param ours One that was taken in when it was committed: reading it again would cost as much as the first time.
   */
  push(rows: readonly WindowRow[], ours: WindowRow | undefined): readonly WindowRow[] {
    const sound = rows.filter((row) => row === ours || this.#takeIn(row))
    for (const row of sound) this.#window.push(row)
    return sound
  }

  /** False for a row that no Yjs document could read: it is set aside, reported, and everybody else goes on. */
  #takeIn(row: WindowRow): boolean {
    try {
      this.#known.take(scanUpdate(row.bytes))
      return true
    } catch (error) {
      const { log, logger } = this.#deps
      logger.error({ document: this.#documentId, seq: row.seq, err: error }, 'row of the log is corrupt')
      void log
        .quarantine(this.#documentId, [row.seq], 'does not decode')
        .catch((failure: unknown) => logger.warn({ err: failure }, 'cannot quarantine'))
      return false
    }
  }

  /** Works out which ids are deleted. Without them every deletion counts as new, which costs a row and nothing else. */
  async learnDeletes(): Promise<void> {
    for (;;) {
      const { baseSeq } = this.#window
      const deletes = await this.#deps.workers.deletesOf(this.#window.base).catch(() => undefined)
      if (!deletes) return
      if (this.#window.baseSeq !== baseSeq) continue
      this.#known.keepDeletes(deletes)
      for (const row of this.#window.rows) this.#known.take(scanUpdate(row.bytes))
      return
    }
  }
}
