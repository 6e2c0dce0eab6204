/**
 * How a picture, a video or a file is drawn in the editor. One's own is shown from this device while it is sent; others
 * see who is bringing it, and it appears when it is there. Plain elements: there may be hundreds.
 */
import type { Editor } from '@tiptap/core'
import type { Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import type { Awareness } from 'y-protocols/awareness'
import type { Translator } from '../language/translate.ts'
import { attachmentAt, attachmentUrl } from './attachment-address.ts'
import styles from './attachment-view.module.css'
import { sayBytes } from './say-bytes.ts'
import type { UploadBoard, UploadTrouble, UploadView } from './upload-board.ts'

export interface AttachmentViewDeps {
  readonly documentId: string
  readonly editor: Editor
  readonly board: UploadBoard
  readonly awareness: Awareness
  readonly translator: Translator
}

/** Wait before what is not there yet is asked for again; twice as long each time. */
const ASK_AGAIN_MS = 2000
const ASK_AGAIN_MOST_MS = 60_000
const NARROWEST_PX = 64
const STEP_PX = 24

const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag)
  if (className !== '') made.className = className
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  return made
}

/** In the figure of an `AttachmentShell`, which the editor knows. */
export class AttachmentView {
  readonly #dom: HTMLElement
  readonly #deps: AttachmentViewDeps
  readonly #view: EditorView
  readonly #getPos: () => number | undefined
  readonly #frame = element('div', styles.frame)
  readonly #cover = element('div', styles.cover)
  readonly #progress = element('div', styles.progress)
  readonly #caption = element('input', styles.caption, { type: 'text', maxlength: '1000' })
  readonly #stop: (() => void)[] = []
  #node: Node
  /** What draws the file: an img, a video, a link. */
  #shown: HTMLElement | undefined
  #address = ''
  #state: 'loading' | 'there' | 'missing' = 'loading'
  #waitMs = ASK_AGAIN_MS
  #timer: ReturnType<typeof setTimeout> | undefined
  #grips: readonly HTMLElement[] = []

  constructor(
    dom: HTMLElement,
    node: Node,
    view: EditorView,
    getPos: () => number | undefined,
    deps: AttachmentViewDeps,
  ) {
    this.#node = node
    this.#view = view
    this.#getPos = getPos
    this.#deps = deps
    this.#dom = dom
    dom.classList.add(styles.figure ?? '')
    this.#frame.append(this.#cover)
    this.#dom.append(this.#frame, this.#progress)
    if (node.type.name !== 'file') {
      this.#caption.placeholder = deps.translator.t('file.caption')
      this.#caption.setAttribute('aria-label', deps.translator.t('file.caption'))
      this.#caption.addEventListener('keydown', this.#captionKey)
      this.#caption.addEventListener('change', () => this.#set({ caption: this.#caption.value.trim() }))
      this.#dom.append(this.#caption)
    }
    this.#stop.push(deps.board.listen((id) => id === this.#id && this.#draw()))
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
    clearTimeout(this.#timer)
    for (const stop of this.#stop) stop()
  }

  #draw(): void {
    const { attrs } = this.#node
    const upload = this.#id === null ? undefined : this.#deps.board.get(this.#id)
    this.#dom.dataset['align'] = String(attrs['align'] ?? 'center')
    this.#show(upload)
    this.#size()
    this.#drawProgress(upload)
    this.#drawCover()
    if (document.activeElement !== this.#caption) this.#caption.value = String(attrs['caption'] ?? '')
    this.#caption.readOnly = !this.#view.editable
    this.#caption.dataset['empty'] = String(this.#caption.value === '')
    if (this.#view.editable && this.#grips.length === 0 && this.#node.type.name !== 'file') this.#addGrips()
  }

  /** Where the bytes are: on this device, on the server, or elsewhere on the web, from where nothing is fetched. */
  #addressOf(upload: UploadView | undefined): string {
    if (upload) return upload.url
    if (this.#id !== null) return attachmentUrl(this.#deps.documentId, this.#id)
    return String(this.#node.attrs['src'])
  }

  #show(upload: UploadView | undefined): void {
    const address = this.#addressOf(upload)
    if (address === this.#address && this.#shown) {
      this.#label()
      return
    }
    this.#address = address
    this.#shown?.remove()
    const isHere = upload !== undefined || this.#id !== null || attachmentAt(address, location.origin) !== undefined
    this.#state = upload ? 'there' : 'loading'
    this.#shown = isHere ? this.#media(address) : this.#link(address)
    this.#frame.prepend(this.#shown)
    this.#label()
  }

  #media(address: string): HTMLElement {
    const there = (): void => this.#become('there')
    const missing = (): void => this.#become('missing')
    switch (this.#node.type.name) {
      case 'image': {
        const image = element('img', styles.media, { draggable: 'false', decoding: 'async' })
        image.onload = there
        image.onerror = missing
        image.src = address
        return image
      }
      case 'video': {
        const video = element('video', styles.media, { controls: '', preload: 'metadata', playsinline: '' })
        video.onloadedmetadata = there
        video.onerror = missing
        video.src = address
        return video
      }
      default: {
        if (!address.startsWith('blob:')) void this.#ask(address)
        return this.#card(address)
      }
    }
  }

  async #ask(address: string): Promise<void> {
    const answer = await fetch(address, { method: 'HEAD' }).catch(() => undefined)
    if (address === this.#address) this.#become(answer?.ok ? 'there' : 'missing')
  }

  #card(address: string): HTMLElement {
    const { name, size } = this.#node.attrs
    const link = element('a', styles.card, { href: `${address}?download`, download: String(name), draggable: 'false' })
    const icon = element('span', styles.icon, { 'aria-hidden': 'true' })
    icon.textContent = /\.([0-9A-Za-z]{1,4})$/.exec(String(name))?.[1]?.toUpperCase() ?? ''
    const words = element('span', styles.words)
    const title = element('span', styles.name)
    title.textContent = String(name)
    const note = element('span', styles.note)
    note.textContent = typeof size === 'number' ? sayBytes(size, this.#deps.translator.language) : ''
    words.append(title, note)
    link.append(icon, words)
    if (address.startsWith('blob:')) link.href = address
    return link
  }

  /** Of another site: a link, since neither the page nor the server fetches what people point it to. */
  #link(address: string): HTMLElement {
    const { t } = this.#deps.translator
    const link = element('a', styles.card, { href: address, target: '_blank', rel: 'noopener nofollow' })
    const words = element('span', styles.words)
    const title = element('span', styles.name)
    title.textContent = String(this.#node.attrs['alt'] || this.#node.attrs['name'] || address)
    const note = element('span', styles.note)
    note.textContent = t('file.elsewhere')
    words.append(title, note)
    link.append(words)
    this.#state = 'there'
    return link
  }

  #label(): void {
    const { alt, caption, name } = this.#node.attrs
    const words = String(alt || caption || name || '')
    if (this.#shown instanceof HTMLImageElement) this.#shown.alt = words
    if (this.#shown instanceof HTMLVideoElement) this.#shown.setAttribute('aria-label', words)
  }

  #become(state: 'there' | 'missing'): void {
    this.#state = state
    clearTimeout(this.#timer)
    if (state === 'missing') {
      this.#timer = setTimeout(() => this.#again(), this.#waitMs)
      this.#waitMs = Math.min(ASK_AGAIN_MOST_MS, this.#waitMs * 2)
      if (this.#stop.length === 1) this.#followOthers()
    } else {
      this.#waitMs = ASK_AGAIN_MS
      for (const stop of this.#stop.splice(1)) stop()
    }
    this.#drawCover()
  }

  /** Asks for it anew. */
  #again(): void {
    if (this.#state !== 'missing') return
    clearTimeout(this.#timer)
    if (this.#shown instanceof HTMLImageElement || this.#shown instanceof HTMLVideoElement) {
      this.#shown.src = this.#address
    } else void this.#ask(this.#address)
  }

  /** Whoever is bringing it tells so by presence; when they stop, it is there. */
  #followOthers(): void {
    const { awareness } = this.#deps
    let before = this.#bringer()
    const changed = (): void => {
      const now = this.#bringer()
      if (now?.name === before?.name && now?.percent === before?.percent) return
      const arrived = before !== undefined && now === undefined
      before = now
      this.#drawCover()
      if (arrived) this.#again()
    }
    const online = (): void => this.#again()
    awareness.on('change', changed)
    addEventListener('online', online)
    this.#stop.push(
      () => awareness.off('change', changed),
      () => removeEventListener('online', online),
    )
  }

  #bringer(): { readonly name: string; readonly percent: number } | undefined {
    const id = this.#id
    if (id === null) return undefined
    for (const state of this.#deps.awareness.getStates().values()) {
      const uploads: unknown = state['uploads']
      const percent: unknown = typeof uploads === 'object' && uploads !== null ? Reflect.get(uploads, id) : undefined
      if (typeof percent !== 'number') continue
      const name: unknown = state['user'] && Reflect.get(state['user'], 'name')
      return { name: typeof name === 'string' ? name : '', percent: Math.max(0, Math.min(100, Math.floor(percent))) }
    }
    return undefined
  }

  /** Stands in the place of what is not there, and says why. */
  #drawCover(): void {
    const { t } = this.#deps.translator
    const isMissing = this.#state === 'missing'
    this.#dom.dataset['state'] = this.#state
    this.#cover.hidden = !isMissing
    if (!isMissing) {
      this.#cover.replaceChildren()
      return
    }
    const { name, alt } = this.#node.attrs
    const bringer = this.#bringer()
    const title = element('span', styles.name)
    title.textContent = String(name || alt || '')
    const note = element('span', styles.note)
    note.textContent = bringer
      ? bringer.name === ''
        ? t('file.arriving', { percent: bringer.percent })
        : t('file.arriving-from', { person: bringer.name, percent: bringer.percent })
      : t('file.not-there')
    this.#cover.replaceChildren(title, note)
  }

  #drawProgress(upload: UploadView | undefined): void {
    const { t, language } = this.#deps.translator
    const isOpen = upload !== undefined && upload.phase.kind !== 'done'
    this.#progress.hidden = !isOpen
    if (!isOpen) {
      this.#progress.replaceChildren()
      return
    }
    const { id, phase, sent, size, name } = upload
    const { actions } = this.#deps.board
    const percent = Math.floor((100 * sent) / size)
    const words = element('span', styles.progressWords, { role: 'status' })
    words.textContent =
      phase.kind === 'failed'
        ? t(TROUBLE_WORDS[phase.trouble])
        : phase.kind === 'waiting'
          ? t(phase.offline ? 'file.offline' : 'file.waiting')
          : t('file.sending', { percent, size: sayBytes(size, language) })
    const bar = element('progress', styles.bar, { max: '100', value: String(percent), 'aria-label': name })
    const buttons = element('span', styles.buttons)
    const button = (label: string, run: () => void): void => {
      const made = element('button', styles.button, { type: 'button' })
      made.textContent = label
      made.addEventListener('click', run)
      buttons.append(made)
    }
    if (phase.kind === 'failed') button(t('file.retry'), () => actions?.retry(id))
    button(t(phase.kind === 'failed' ? 'file.remove' : 'file.cancel'), () => actions?.cancel(id))
    this.#progress.dataset['failed'] = String(phase.kind === 'failed')
    // A button that is drawn anew would lose the focus, and the click that began on it.
    const now = [...this.#progress.querySelectorAll('button')].map((each) => each.textContent).join()
    const wanted = [...buttons.querySelectorAll('button')].map((each) => each.textContent).join()
    const old = this.#progress.querySelector(`.${styles.buttons ?? ''}`)
    this.#progress.replaceChildren(
      words,
      ...(phase.kind === 'failed' ? [] : [bar]),
      old && now === wanted ? old : buttons,
    )
  }

  // ── size ──────────────────────────────────────────────────────────────────────────────────────────────────────────

  get #ratio(): number | undefined {
    const { naturalWidth, naturalHeight } = this.#node.attrs
    return typeof naturalWidth === 'number' && typeof naturalHeight === 'number'
      ? naturalWidth / naturalHeight
      : undefined
  }

  #size(width: unknown = this.#node.attrs['width'] ?? this.#node.attrs['naturalWidth']): void {
    const ratio = this.#ratio
    this.#frame.style.width = typeof width === 'number' ? `${width}px` : ''
    // Its place is kept before it is there, so that nothing jumps.
    this.#frame.style.aspectRatio = ratio === undefined ? '' : String(ratio)
    for (const grip of this.#grips) grip.setAttribute('aria-valuenow', String(this.#width))
  }

  get #width(): number {
    return Math.round(this.#frame.getBoundingClientRect().width)
  }

  #addGrips(): void {
    const label = this.#deps.translator.t('file.resize')
    this.#grips = (['left', 'right'] as const).map((side) => {
      const grip = element('span', styles.grip, {
        role: 'slider',
        tabindex: '0',
        'aria-label': label,
        'aria-valuemin': String(NARROWEST_PX),
        'aria-valuemax': '1600',
        'data-side': side,
      })
      grip.addEventListener('pointerdown', (event) => this.#pull(event, grip, side === 'left' ? -1 : 1))
      grip.addEventListener('keydown', (event) => {
        const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key]
        if (by === undefined) return
        event.preventDefault()
        this.#set({ width: this.#bounded(this.#width + by * STEP_PX) })
      })
      this.#frame.append(grip)
      return grip
    })
    this.#size()
  }

  #bounded(width: number): number {
    const most = this.#dom.getBoundingClientRect().width
    return Math.round(Math.max(NARROWEST_PX, Math.min(width, most)))
  }

  #pull(down: PointerEvent, grip: HTMLElement, direction: 1 | -1): void {
    if (down.button !== 0) return
    down.preventDefault()
    grip.setPointerCapture(down.pointerId)
    const start = this.#width
    // In the middle it grows to both sides.
    const factor = (this.#node.attrs['align'] === null ? 2 : 1) * direction
    let width = start
    const move = (event: PointerEvent): void => {
      width = this.#bounded(start + (event.clientX - down.clientX) * factor)
      this.#size(width)
    }
    const end = (event: PointerEvent): void => {
      grip.removeEventListener('pointermove', move)
      grip.removeEventListener('pointerup', end)
      grip.removeEventListener('pointercancel', end)
      if (event.type === 'pointerup' && width !== start) this.#set({ width })
      else this.#size()
    }
    grip.addEventListener('pointermove', move)
    grip.addEventListener('pointerup', end)
    grip.addEventListener('pointercancel', end)
  }

  // ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────

  readonly #captionKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const position = this.#getPos()
    if (event.key === 'Escape') this.#caption.value = String(this.#node.attrs['caption'] ?? '')
    if ((event.key !== 'Enter' && event.key !== 'Escape') || position === undefined) return
    event.preventDefault()
    this.#caption.blur()
    if (event.key === 'Escape') this.#deps.editor.commands.setNodeSelection(position)
    else this.#deps.editor.commands.setTextSelection(position + this.#node.nodeSize + 1)
    this.#view.focus()
  }

  #set(attributes: Record<string, unknown>): void {
    const position = this.#getPos()
    if (position !== undefined) this.#deps.editor.commands.setLeafAttributes(position, attributes)
  }
}

const TROUBLE_WORDS = {
  'too-large': 'file.failed.too-large',
  'too-many': 'file.failed.too-many',
  'document-full': 'file.failed.document-full',
  'wrong-type': 'file.failed.wrong-type',
  forbidden: 'file.failed.forbidden',
  'storage-full': 'file.failed.storage-full',
  gone: 'file.failed.gone',
  unknown: 'file.failed.unknown',
} as const satisfies Record<UploadTrouble, string>
