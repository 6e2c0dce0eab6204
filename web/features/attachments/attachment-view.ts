/**
 * How a picture, a video or a file is drawn in the editor. One's own is shown from this device while it is sent; others
 * see who is bringing it, and it appears when it is there.
 */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'
import type { Translator } from '../language/translate.ts'
import { attachmentAt, attachmentUrl } from './attachment-address.ts'
import { AttachmentArrival } from './attachment-arrival.ts'
import { drawLink, drawMedia, labelMedia } from './attachment-media.ts'
import { AttachmentSize } from './attachment-size.ts'
import styles from './attachment-view.module.css'
import { CaptionField } from './caption-field.ts'
import { newElement } from './new-element.ts'
import type { UploadBoard, UploadView } from './upload-board.ts'
import { drawUploadProgress } from './upload-progress.ts'

export interface AttachmentViewDeps {
  readonly documentId: string
  readonly editor: Editor
  readonly board: UploadBoard
  readonly awareness: Awareness
  readonly translator: Translator
}

/** In the figure of an `AttachmentShell`, which the editor knows. */
export class AttachmentView {
  readonly #dom: HTMLElement
  readonly #deps: AttachmentViewDeps
  readonly #view: EditorView
  readonly #getPos: () => number | undefined
  readonly #frame = newElement('div', styles.frame)
  readonly #cover = newElement('div', styles.cover)
  readonly #progress = newElement('div', styles.progress)
  readonly #caption: CaptionField | undefined
  readonly #arrival: AttachmentArrival
  readonly #size: AttachmentSize
  readonly #unlisten: () => void
  #node: Node
  /** What draws the file: an img, a video, a link. */
  #shown: HTMLElement | undefined
  #address = ''

  constructor(
    dom: HTMLElement,
    node: Node,
    view: EditorView,
    getPos: () => number | undefined,
    deps: AttachmentViewDeps,
  ) {
    const { board, awareness, translator } = deps
    this.#node = node
    this.#view = view
    this.#getPos = getPos
    this.#deps = deps
    this.#dom = dom
    this.#arrival = new AttachmentArrival({
      awareness,
      id: () => this.#id,
      ask: () => this.#ask(),
      changed: () => this.#drawCover(),
    })
    this.#size = new AttachmentSize({
      figure: dom,
      frame: this.#frame,
      label: translator.t('file.resize'),
      attrs: () => this.#node.attrs,
      set: (width) => this.#set({ width }),
    })
    dom.classList.add(styles.figure ?? '')
    this.#frame.append(this.#cover)
    dom.append(this.#frame, this.#progress)
    if (node.type.name !== 'file') {
      this.#caption = this.#captionField()
      dom.append(this.#caption.dom)
    }
    this.#unlisten = board.listen((id) => id === this.#id && this.#draw())
    this.#draw()
  }

  get #id(): string | null {
    const id: unknown = this.#node.attrs['attachment']
    return typeof id === 'string' ? id : null
  }

  update(node: Node): void {
    const isSame = node.eq(this.#node)
    this.#node = node
    if (!isSame) this.#draw()
  }

  stopEvent(event: Event): boolean {
    const { target } = event
    if (!(target instanceof Element)) return false
    return target.closest(`button, input, a, video, .${styles.grip ?? ''}`) !== null && !event.type.startsWith('drag')
  }

  destroy(): void {
    this.#arrival.close()
    this.#unlisten()
  }

  #draw(): void {
    const { attrs, type } = this.#node
    const { board, translator } = this.#deps
    const upload = this.#id === null ? undefined : board.get(this.#id)
    this.#dom.dataset['align'] = String(attrs['align'] ?? 'center')
    this.#show(upload)
    this.#size.draw()
    drawUploadProgress(this.#progress, upload, board, translator)
    this.#drawCover()
    this.#caption?.show(String(attrs['caption'] ?? ''), this.#view.editable)
    if (this.#view.editable && type.name !== 'file') this.#size.offerGrips()
  }

  /** Where the bytes are: on this device, on the server, or elsewhere on the web, from where nothing is fetched. */
  #addressOf(upload: UploadView | undefined): string {
    if (upload) return upload.url
    if (this.#id !== null) return attachmentUrl(this.#deps.documentId, this.#id)
    return String(this.#node.attrs['src'])
  }

  #show(upload: UploadView | undefined): void {
    const address = this.#addressOf(upload)
    if (address !== this.#address || !this.#shown) {
      const { translator } = this.#deps
      this.#address = address
      this.#shown?.remove()
      const isHere = upload !== undefined || this.#id !== null || attachmentAt(address, location.origin) !== undefined
      this.#arrival.begin(upload || !isHere ? 'there' : 'loading')
      this.#shown = isHere
        ? drawMedia(this.#node, address, translator, {
            there: () => this.#arrival.there(),
            missing: () => this.#arrival.missing(),
          })
        : drawLink(this.#node, address, translator)
      this.#frame.prepend(this.#shown)
      // A card cannot tell whether there is something behind it.
      if (isHere && !upload && this.#shown instanceof HTMLAnchorElement) this.#ask()
    }
    labelMedia(this.#shown, this.#node)
  }

  #ask(): void {
    const address = this.#address
    if (this.#shown instanceof HTMLImageElement || this.#shown instanceof HTMLVideoElement) {
      this.#shown.src = address
      return
    }
    const answered = (isThere: boolean): void => {
      if (address !== this.#address) return
      if (isThere) this.#arrival.there()
      else this.#arrival.missing()
    }
    fetch(address, { method: 'HEAD' }).then(
      ({ ok }) => answered(ok),
      () => answered(false),
    )
  }

  /** Stands in the place of what is not there, and says why. */
  #drawCover(): void {
    const { t } = this.#deps.translator
    const { state, bringer } = this.#arrival
    const isMissing = state === 'missing'
    this.#dom.dataset['state'] = state
    this.#cover.hidden = !isMissing
    if (!isMissing) {
      this.#cover.replaceChildren()
      return
    }
    const { name, alt } = this.#node.attrs
    const why = bringer
      ? bringer.name === ''
        ? t('file.arriving', { percent: bringer.percent })
        : t('file.arriving-from', { person: bringer.name, percent: bringer.percent })
      : t('file.not-there')
    this.#cover.replaceChildren(
      newElement('span', styles.name, {}, String(name || alt || '')),
      newElement('span', styles.note, {}, why),
    )
  }

  #captionField(): CaptionField {
    const { editor, translator } = this.#deps
    const leave = (by: 'Escape' | 'Enter'): void => {
      const position = this.#getPos()
      if (position === undefined) return
      if (by === 'Escape') editor.commands.setNodeSelection(position)
      else this.#putCaretBelow(position + this.#node.nodeSize)
      this.#view.focus()
    }
    const host = {
      label: translator.t('file.caption'),
      write: (caption: string) => this.#set({ caption }),
      undo: () => void editor.commands.undo(),
      redo: () => void editor.commands.redo(),
      leave,
    }
    return new CaptionField(host, styles.caption ?? '')
  }

  /** Into the next text, which need not be the next block: another picture may follow. */
  #putCaretBelow(position: number): void {
    const { doc, tr } = this.#view.state
    const $below = doc.resolve(position)
    this.#view.dispatch(tr.setSelection(Selection.findFrom($below, 1, true) ?? Selection.near($below)))
  }

  #set(attributes: Record<string, unknown>): void {
    const position = this.#getPos()
    if (position !== undefined) this.#deps.editor.commands.setLeafAttributes(position, attributes)
  }
}
