/**
 * Ties a text field to the root text `title` of a document: what is typed becomes the smallest edit, what others do
 * moves neither caret nor selection. While a composition (Hangul, kana, pinyin) is open the field is its alone: the
 * text is written when it ends, beside whatever others wrote meanwhile, and theirs is shown after.
 */
import { replacementBetween } from '@dure/document'
import * as Y from 'yjs'
import { changesOf, type DeltaEntry, mapCaret, oneLine } from './title-diff.ts'

export const TITLE = 'title'

/** Longest title that can be typed, in UTF-16 units: what the server keeps of one. */
export const MAX_TITLE_LENGTH = 300

export class TitleBinding {
  readonly #text: Y.Text
  readonly #field: HTMLTextAreaElement
  readonly #onShown: (title: string) => void
  readonly #undo: Y.UndoManager
  readonly #listening = new AbortController()
  #composing = false
  /** The title that the field's text is an edit of; `#missed` is what others did to it during a composition. */
  #base = ''
  #missed: (readonly DeltaEntry[])[] = []

  /** @param onShown Called with the title whenever the field shows another one. */
  constructor(doc: Y.Doc, field: HTMLTextAreaElement, onShown: (title: string) => void) {
    this.#text = doc.getText(TITLE)
    this.#field = field
    this.#onShown = onShown
    this.#undo = new Y.UndoManager(this.#text, { trackedOrigins: new Set([this]) })
    this.#text.observe(this.#onRemote)
    const { signal } = this.#listening
    field.addEventListener('input', this.#onInput, { signal })
    field.addEventListener('beforeinput', this.#onBeforeInput, { signal })
    field.addEventListener('compositionstart', () => this.#compose(true), { signal })
    field.addEventListener('compositionend', () => this.#compose(false), { signal })
    this.#show(this.#text.toString())
  }

  undo(): void {
    this.#undo.undo()
  }

  redo(): void {
    this.#undo.redo()
  }

  destroy(): void {
    this.#listening.abort()
    this.#text.unobserve(this.#onRemote)
    this.#undo.destroy()
  }

  #compose(open: boolean): void {
    this.#composing = open
    if (!open) this.#write()
  }

  readonly #onInput = (event: Event): void => {
    if (event instanceof InputEvent && event.isComposing) this.#onShown(this.#field.value)
    else this.#write()
  }

  /** The field's own undo knows nothing of what others wrote, and would take it away. */
  readonly #onBeforeInput = (event: InputEvent): void => {
    if (event.inputType === 'historyUndo') this.undo()
    else if (event.inputType === 'historyRedo') this.redo()
    else return
    event.preventDefault()
  }

  #write(): void {
    const field = this.#field
    const typed = field.value
    const line = oneLine(typed)
    if (line !== typed) {
      const caret = oneLine(typed.slice(0, field.selectionStart)).length
      field.value = line
      field.setSelectionRange(caret, caret)
    }
    const replacement = replacementBetween(this.#base, line, field.selectionStart)
    const missed = this.#missed
    this.#missed = []
    if (replacement) {
      const { at, remove, insert } = replacement
      const from = missed.reduce(mapCaret, at)
      const to = missed.reduce(mapCaret, at + remove)
      this.#text.doc?.transact(() => {
        if (to > from) this.#text.delete(from, to - from)
        if (insert !== '') this.#text.insert(from, insert)
      }, this)
    }
    if (missed.length === 0) {
      this.#base = line
      this.#onShown(line)
      return
    }
    // The caret stands after what was composed, wherever that is now.
    const caret = missed.reduce(mapCaret, field.selectionStart)
    this.#show(this.#text.toString())
    field.setSelectionRange(caret, caret)
  }

  readonly #onRemote = (event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.origin === this) return
    const changes = changesOf(event)
    if (this.#composing) {
      this.#missed.push(changes)
      return
    }
    const field = this.#field
    const start = mapCaret(field.selectionStart, changes)
    const end = mapCaret(field.selectionEnd, changes)
    const direction = field.selectionDirection
    this.#show(this.#text.toString())
    // Setting a selection would draw the focus into the field in some browsers.
    if (field.ownerDocument.activeElement === field) field.setSelectionRange(start, end, direction)
  }

  #show(title: string): void {
    this.#base = title
    if (this.#field.value !== title) this.#field.value = title
    this.#onShown(title)
  }
}
