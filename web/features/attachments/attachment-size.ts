/** How wide a picture or a video is: its place in the text, and the grips at its sides, for the pointer and the arrows. */
import styles from './attachment-view.module.css'
import { newElement } from './new-element.ts'

const NARROWEST_PX = 64
const STEP_PX = 24

interface SizeDeps {
  /** As wide as there is room. */
  readonly figure: HTMLElement
  readonly frame: HTMLElement
  readonly label: string
  attrs(): Readonly<Record<string, unknown>>
  /** It is that wide from now on. */
  set(width: number): void
}

export class AttachmentSize {
  readonly #deps: SizeDeps
  #grips: readonly HTMLElement[] = []

  constructor(deps: SizeDeps) {
    this.#deps = deps
  }

  /** @param pulled While it is being changed. */
  draw(pulled?: number): void {
    const { width, naturalWidth, naturalHeight } = this.#deps.attrs()
    const { style } = this.#deps.frame
    const wide = pulled ?? width ?? naturalWidth
    const isKnown = typeof naturalWidth === 'number' && typeof naturalHeight === 'number'
    style.width = typeof wide === 'number' ? `${wide}px` : ''
    // Its place is kept before it is there, so that nothing jumps.
    style.aspectRatio = isKnown ? String(naturalWidth / naturalHeight) : ''
    for (const grip of this.#grips) grip.setAttribute('aria-valuenow', String(this.#width))
  }

  /** For who may change it. */
  offerGrips(): void {
    if (this.#grips.length > 0) return
    const { label, frame, set } = this.#deps
    this.#grips = (['left', 'right'] as const).map((side) => {
      const grip = newElement('span', styles.grip, {
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
        set(this.#bounded(this.#width + by * STEP_PX))
      })
      frame.append(grip)
      return grip
    })
    this.draw()
  }

  get #width(): number {
    return Math.round(this.#deps.frame.getBoundingClientRect().width)
  }

  #bounded(width: number): number {
    const most = this.#deps.figure.getBoundingClientRect().width
    return Math.round(Math.max(NARROWEST_PX, Math.min(width, most)))
  }

  #pull(down: PointerEvent, grip: HTMLElement, direction: 1 | -1): void {
    if (down.button !== 0) return
    down.preventDefault()
    grip.setPointerCapture(down.pointerId)
    const start = this.#width
    // In the middle it grows to both sides.
    const factor = (this.#deps.attrs()['align'] === null ? 2 : 1) * direction
    let width = start
    const move = (event: PointerEvent): void => {
      width = this.#bounded(start + (event.clientX - down.clientX) * factor)
      this.draw(width)
    }
    const end = (event: PointerEvent): void => {
      grip.removeEventListener('pointermove', move)
      grip.removeEventListener('pointerup', end)
      grip.removeEventListener('pointercancel', end)
      if (event.type === 'pointerup' && width !== start) this.#deps.set(width)
      else this.draw()
    }
    grip.addEventListener('pointermove', move)
    grip.addEventListener('pointerup', end)
    grip.addEventListener('pointercancel', end)
  }
}
