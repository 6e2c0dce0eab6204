/**
 * Draws other people's carets over the page, outside the editable content: an element inside it would break an input
 * method that composes beside it. Reads all coordinates first, then writes, once a frame; only what is on screen.
 */
import type { EditorView } from '@tiptap/pm/view'
import type { RemoteCaret } from './caret-states.ts'

/** How long a name is shown after its caret moved. */
const LABEL_MS = 2_000
/** Most rectangles drawn for one selection: a whole selected chapter needs no more than what a screen holds. */
const MAX_RECTANGLES = 100

export interface PlacedCaret extends RemoteCaret {
  readonly anchorAt: number
  readonly headAt: number
}

interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

interface Shown {
  readonly caret: HTMLElement
  readonly label: HTMLElement
  readonly selection: HTMLElement
  revision: string
  fade: ReturnType<typeof setTimeout> | undefined
}

export class CaretOverlay {
  readonly #view: EditorView
  readonly #layer: HTMLElement
  readonly #carets: () => readonly PlacedCaret[]
  readonly #shown = new Map<number, Shown>()
  readonly #observer: ResizeObserver | undefined
  #frame: number | undefined

  constructor(view: EditorView, carets: () => readonly PlacedCaret[]) {
    this.#view = view
    this.#carets = carets
    this.#layer = view.dom.ownerDocument.createElement('div')
    this.#layer.className = 'dure-carets'
    this.#layer.setAttribute('aria-hidden', 'true')
    const { parentElement } = view.dom
    parentElement?.append(this.#layer)
    if (typeof ResizeObserver !== 'undefined') {
      this.#observer = new ResizeObserver(() => this.schedule())
      this.#observer.observe(view.dom)
    }
    document.addEventListener('scroll', this.schedule, { capture: true, passive: true })
  }

  readonly schedule = (): void => {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#draw()
    })
  }

  destroy(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    document.removeEventListener('scroll', this.schedule, { capture: true })
    this.#observer?.disconnect()
    for (const { fade } of this.#shown.values()) clearTimeout(fade)
    this.#layer.remove()
  }

  #draw(): void {
    const view = this.#view
    if (view.isDestroyed) return
    const carets = this.#carets()
    const origin = this.#layer.getBoundingClientRect()
    const visible = this.#visibleRange()
    const boxes = carets.map((caret) => {
      const from = Math.min(caret.anchorAt, caret.headAt)
      const to = Math.max(caret.anchorAt, caret.headAt)
      const onScreen = to >= visible.from && from <= visible.to
      return {
        caret,
        head:
          onScreen && caret.headAt >= visible.from && caret.headAt <= visible.to
            ? this.#box(caret.headAt, origin)
            : undefined,
        selection:
          onScreen && from < to ? this.#rectangles(Math.max(from, visible.from), Math.min(to, visible.to), origin) : [],
      }
    })
    const present = new Set<number>()
    for (const { caret, head, selection } of boxes) {
      present.add(caret.clientId)
      this.#write(caret, head, selection)
    }
    for (const [clientId, shown] of this.#shown) {
      if (present.has(clientId)) continue
      clearTimeout(shown.fade)
      shown.caret.remove()
      shown.selection.remove()
      this.#shown.delete(clientId)
    }
  }

  #write(caret: PlacedCaret, head: Box | undefined, selection: readonly Box[]): void {
    const shown = this.#shown.get(caret.clientId) ?? this.#create(caret.clientId)
    shown.caret.hidden = head === undefined
    if (head) {
      shown.caret.style.transform = `translate(${head.left}px, ${head.top}px)`
      shown.caret.style.height = `${head.height}px`
    }
    shown.caret.style.setProperty('--caret-color', caret.color)
    shown.selection.style.setProperty('--caret-color', caret.color)
    if (shown.label.textContent !== caret.name) shown.label.textContent = caret.name
    shown.selection.replaceChildren(
      ...selection.map((box) => {
        const element = this.#layer.ownerDocument.createElement('div')
        element.style.cssText = `left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`
        return element
      }),
    )
    if (shown.revision === caret.revision) return
    shown.revision = caret.revision
    shown.caret.classList.add('is-active')
    clearTimeout(shown.fade)
    shown.fade = setTimeout(() => shown.caret.classList.remove('is-active'), LABEL_MS)
  }

  #create(clientId: number): Shown {
    const make = (className: string) => {
      const element = this.#layer.ownerDocument.createElement('div')
      element.className = className
      return element
    }
    const caret = make('dure-caret')
    const label = make('dure-caret-label')
    const selection = make('dure-caret-selection')
    caret.append(label)
    this.#layer.append(selection, caret)
    const shown: Shown = { caret, label, selection, revision: '', fade: undefined }
    this.#shown.set(clientId, shown)
    return shown
  }

  /** Positions of the blocks at the top that the window shows something of. */
  #visibleRange(): { from: number; to: number } {
    const { dom, state } = this.#view
    const { size } = state.doc.content
    // Blocks stand one below the other: a dozen are looked at to find the first and the last of ten thousand.
    const first = firstWhere(dom.children, (block) => block.getBoundingClientRect().bottom > 0)
    const after = firstWhere(dom.children, (block) => block.getBoundingClientRect().top >= window.innerHeight)
    const startOf = (block: Element | undefined): number => (block ? this.#view.posAtDOM(block, 0, -1) : size)
    return { from: first === undefined ? size : Math.max(0, startOf(first) - 1), to: startOf(after) }
  }

  #box(position: number, origin: DOMRect): Box | undefined {
    const { left, top, bottom } = this.#view.coordsAtPos(Math.min(position, this.#view.state.doc.content.size), 1)
    return { left: left - origin.left, top: top - origin.top, width: 0, height: bottom - top }
  }

  #rectangles(from: number, to: number, origin: DOMRect): Box[] {
    const range = this.#layer.ownerDocument.createRange()
    const start = this.#view.domAtPos(from, 1)
    const end = this.#view.domAtPos(to, -1)
    range.setStart(start.node, start.offset)
    range.setEnd(end.node, end.offset)
    return [...range.getClientRects()].slice(0, MAX_RECTANGLES).map(({ left, top, width, height }) => ({
      left: left - origin.left,
      top: top - origin.top,
      width,
      height,
    }))
  }
}

/** The first element for which it holds; it holds for all behind it, too. */
function firstWhere(elements: HTMLCollection, holds: (element: Element) => boolean): Element | undefined {
  let from = 0
  let to = elements.length
  while (from < to) {
    const middle = (from + to) >> 1
    const element = elements.item(middle)
    if (element && holds(element)) to = middle
    else from = middle + 1
  }
  return elements.item(from) ?? undefined
}
