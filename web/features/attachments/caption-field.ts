/**
 * The line under a picture or a film. What is typed is written at each key, as text; what others write in it meanwhile is
 * shown without moving the caret. While an input method composes, the field is its alone.
 */
import { MAX_CAPTION_LENGTH, replacementBetween } from '@dure/document'

export interface CaptionHost {
  readonly label: string
  write(caption: string): void
  undo(): void
  redo(): void
  /** Escape goes back to the picture, Enter on to the text after it. */
  leave(by: 'Escape' | 'Enter'): void
}

export class CaptionField {
  readonly dom: HTMLInputElement
  readonly #host: CaptionHost
  #composing = false
  /** What the document says. */
  #caption = ''

  constructor(host: CaptionHost, className: string) {
    this.#host = host
    this.dom = document.createElement('input')
    this.dom.type = 'text'
    this.dom.className = className
    this.dom.maxLength = MAX_CAPTION_LENGTH
    this.dom.placeholder = host.label
    this.dom.setAttribute('aria-label', host.label)
    this.dom.addEventListener('keydown', this.#onKey)
    this.dom.addEventListener('beforeinput', this.#onBeforeInput)
    this.dom.addEventListener('input', () => this.#write())
    this.dom.addEventListener('compositionstart', () => {
      this.#composing = true
    })
    this.dom.addEventListener('compositionend', () => {
      this.#composing = false
      this.#write()
    })
    // White space at its ends was on the way to something.
    this.dom.addEventListener('change', () => this.#put(this.dom.value.trim()))
  }

  show(caption: string, editable: boolean): void {
    this.#caption = caption
    this.dom.readOnly = !editable
    if (!this.#composing && this.dom.value !== caption) this.#replace(caption)
    this.dom.dataset['empty'] = String(this.dom.value === '')
  }

  /** The caret stays beside the letters it is beside. */
  #replace(caption: string): void {
    const { dom } = this
    const { selectionStart, selectionEnd, value } = dom
    const isHere = dom.ownerDocument.activeElement === dom
    const edit = replacementBetween(value, caption, caption.length)
    dom.value = caption
    if (!isHere || !edit || selectionStart === null || selectionEnd === null) return
    const mapped = (at: number): number =>
      at <= edit.at ? at : Math.max(edit.at + edit.insert.length, at - edit.remove + edit.insert.length)
    dom.setSelectionRange(mapped(selectionStart), mapped(selectionEnd))
  }

  #write(): void {
    if (!this.#composing) this.#put(this.dom.value)
  }

  #put(caption: string): void {
    if (caption !== this.#caption) this.#host.write(caption)
    else this.show(caption, !this.dom.readOnly)
  }

  /** The field's own undo knows nothing of what others wrote, and would take it away. */
  readonly #onBeforeInput = (event: InputEvent): void => {
    if (event.inputType === 'historyUndo') this.#host.undo()
    else if (event.inputType === 'historyRedo') this.#host.redo()
    else return
    event.preventDefault()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.keyCode === 229) return
    const key = event.key.toLowerCase()
    if ((event.metaKey || event.ctrlKey) && !event.altKey && (key === 'z' || key === 'y')) {
      event.preventDefault()
      if (key === 'y' || event.shiftKey) this.#host.redo()
      else this.#host.undo()
    } else if (event.key === 'Enter' || event.key === 'Escape') {
      event.preventDefault()
      this.dom.blur()
      this.#host.leave(event.key)
    }
  }
}
