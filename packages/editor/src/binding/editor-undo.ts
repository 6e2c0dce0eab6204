/**
 * Undo of one's own edits, for one document. It outlives the editor's view: leaving a page and coming back keeps it.
 *
 * Elements are never deleted, by undo as by anything else: undoing the insertion of a heading, list or table takes
 * back one's own characters and the blocks' life, and what others wrote in them stays.
 */
import { BLOCK, COLUMN, contentOf, ID } from '@dure/document'
import * as Y from 'yjs'
import { LocalEdit } from './local-edit.ts'

/** Pauses in typing longer than this begin a new step. */
const CAPTURE_TIMEOUT_MS = 500

export interface CaretBookmark {
  readonly anchor: Y.RelativePosition
  readonly head: Y.RelativePosition
}

const CARET = 'caret'

export class EditorUndo {
  readonly #manager: Y.UndoManager
  readonly #captureTimeoutMs: number
  /** `begun` until something of the composition is written, `written` from then on. */
  #composition: 'none' | 'begun' | 'written' = 'none'
  #caret: CaretBookmark | undefined
  readonly #restorers = new Set<(caret: CaretBookmark) => void>()

  constructor(doc: Y.Doc, { captureTimeoutMs = CAPTURE_TIMEOUT_MS } = {}) {
    this.#captureTimeoutMs = captureTimeoutMs
    this.#manager = new Y.UndoManager(contentOf(doc), {
      trackedOrigins: new Set<unknown>([LocalEdit]),
      captureTimeout: captureTimeoutMs,
      deleteFilter: (item) => !(item.content instanceof Y.ContentType) && !isNaming(item),
    })
    this.#manager.on('stack-item-added', ({ stackItem }) => {
      if (this.#caret) stackItem.meta.set(CARET, this.#caret)
    })
    for (const event of ['stack-item-added', 'stack-item-updated'] as const)
      this.#manager.on(event, () => {
        if (this.#composition !== 'begun') return
        this.#composition = 'written'
        this.#manager.captureTimeout = Number.POSITIVE_INFINITY
      })
    this.#manager.on('stack-item-popped', ({ stackItem }) => {
      const caret = stackItem.meta.get(CARET) as CaretBookmark | undefined
      if (caret) for (const restore of this.#restorers) restore(caret)
    })
  }

  get canUndo(): boolean {
    return this.#manager.undoStack.length > 0
  }

  get canRedo(): boolean {
    return this.#manager.redoStack.length > 0
  }

  undo(): boolean {
    return this.#manager.undo() !== null
  }

  redo(): boolean {
    return this.#manager.redo() !== null
  }

  /** What comes next is a step of its own. Not so within a composition: nobody wants half a syllable back. */
  endStep(): void {
    if (this.#composition !== 'written') this.#manager.stopCapturing()
  }

  /** From here on until `endComposition` everything is one step, however long it takes. */
  beginComposition(): void {
    if (this.#composition === 'none') this.#composition = 'begun'
  }

  endComposition(): void {
    this.#composition = 'none'
    this.#manager.captureTimeout = this.#captureTimeoutMs
  }

  /** Where the caret is, should the next edit ever be undone. */
  rememberCaret(caret: CaretBookmark | undefined): void {
    this.#caret = caret
  }

  /** Called when an undo or redo knows where the caret was. Answers how to stop. */
  onCaret(restore: (caret: CaretBookmark) => void): () => void {
    this.#restorers.add(restore)
    return () => this.#restorers.delete(restore)
  }

  destroy(): void {
    this.#restorers.clear()
    this.#manager.destroy()
  }
}

/** A block's name and first kind, and a cell's column, are part of it: should others keep it alive, it must still have them. */
function isNaming(item: Y.Item): boolean {
  if (item.parentSub === ID || item.parentSub === COLUMN) return true
  return (
    item.parentSub === 'kind' &&
    item.left === null &&
    item.parent instanceof Y.XmlElement &&
    item.parent.nodeName === BLOCK
  )
}
