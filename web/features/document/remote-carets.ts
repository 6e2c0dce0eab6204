/**
 * The others' carets and selections, and one's own told to them.
 *
 * They are drawn over the text and not in it: a caret's element inside a paragraph would split the text node that an
 * input method is composing in. The presence state has the shape of stock y-prosemirror clients,
 * `cursor: { anchor, head }` as relative positions.
 */
import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'

export interface RemoteCaretsOptions {
  readonly awareness: Awareness | undefined
  readonly caretOf: (clientId: number) => { readonly name: string; readonly colour: string } | undefined
}

/** A label shows for so long after its person did something. */
const LABEL_MS = 2_000

export const RemoteCarets = Extension.create<RemoteCaretsOptions>({
  name: 'remoteCarets',
  addOptions: () => ({ awareness: undefined, caretOf: () => undefined }),
  addProseMirrorPlugins() {
    const { awareness, caretOf } = this.options
    return awareness ? [new Plugin({ view: (view) => new CaretLayer(view, awareness, caretOf) })] : []
  },
})

interface YState {
  readonly doc: Y.Doc
  readonly type: Y.XmlFragment
  readonly binding: { readonly mapping: Map<Y.AbstractType<unknown>, never> } | null
}

interface Place {
  readonly anchor: number
  readonly head: number
}

class CaretLayer {
  readonly #view: EditorView
  readonly #awareness: Awareness
  readonly #caretOf: RemoteCaretsOptions['caretOf']
  readonly #layer = document.createElement('div')
  readonly #carets = new Map<number, Caret>()
  readonly #resizes: ResizeObserver
  readonly #listening = new AbortController()
  #frame: number | undefined

  constructor(view: EditorView, awareness: Awareness, caretOf: RemoteCaretsOptions['caretOf']) {
    this.#view = view
    this.#awareness = awareness
    this.#caretOf = caretOf
    this.#layer.className = 'remote-carets'
    this.#layer.setAttribute('aria-hidden', 'true')
    view.dom.after(this.#layer)
    awareness.on('change', this.#onPresence)
    this.#resizes = new ResizeObserver(() => this.#schedule())
    this.#resizes.observe(view.dom)
    const { signal } = this.#listening
    view.dom.addEventListener('focus', () => this.#tellOwn(), { signal })
    view.dom.addEventListener('blur', () => this.#tellOwn(), { signal })
    this.#schedule()
  }

  update(): void {
    // The view may have been put somewhere else since: the layer lies over it wherever it is.
    if (this.#view.dom.nextSibling !== this.#layer) this.#view.dom.after(this.#layer)
    this.#tellOwn()
    this.#schedule()
  }

  destroy(): void {
    this.#awareness.off('change', this.#onPresence)
    this.#resizes.disconnect()
    this.#listening.abort()
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    this.#layer.remove()
    this.#tell(null)
  }

  readonly #onPresence = ({ updated, added }: { readonly updated: number[]; readonly added: number[] }): void => {
    for (const clientId of [...updated, ...added]) this.#carets.get(clientId)?.wake()
    this.#schedule()
  }

  #schedule(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#draw()
    })
  }

  #yState(): YState | undefined {
    // y-tiptap does not type its plugin's state; these are the fields its own cursor plugin reads.
    const state: YState | undefined = ySyncPluginKey.getState(this.#view.state)
    return state
  }

  /** Tells the others where one is; nothing while the text is not focused, so that a reader points at nothing. */
  #tellOwn(): void {
    const y = this.#yState()
    if (!y?.binding || !this.#view.hasFocus() || !this.#view.editable) {
      this.#tell(null)
      return
    }
    const { anchor, head } = this.#view.state.selection
    const { mapping } = y.binding
    const relative = (position: number): unknown =>
      Y.relativePositionToJSON(absolutePositionToRelativePosition(position, y.type, mapping))
    this.#tell({ anchor: relative(anchor), head: relative(head) })
  }

  #tell(cursor: unknown): void {
    const state = this.#awareness.getLocalState()
    // A tab that is leaving has no state, and must not come back for a caret.
    if (!state || JSON.stringify(state.cursor ?? null) === JSON.stringify(cursor)) return
    this.#awareness.setLocalStateField('cursor', cursor)
  }

  #placeOf(state: unknown, y: YState): Place | undefined {
    if (typeof state !== 'object' || state === null || !('cursor' in state) || !y.binding) return undefined
    const { cursor } = state
    if (typeof cursor !== 'object' || cursor === null || !('anchor' in cursor) || !('head' in cursor)) return undefined
    const { mapping } = y.binding
    const limit = Math.max(0, this.#view.state.doc.content.size - 1)
    const absolute = (json: unknown): number | null =>
      relativePositionToAbsolutePosition(y.doc, y.type, Y.createRelativePositionFromJSON(json), mapping)
    try {
      const anchor = absolute(cursor.anchor)
      const head = absolute(cursor.head)
      return anchor === null || head === null
        ? undefined
        : { anchor: Math.min(anchor, limit), head: Math.min(head, limit) }
    } catch {
      // Someone sent a position that is none.
      return undefined
    }
  }

  #draw(): void {
    const y = this.#yState()
    if (!y || this.#view.isDestroyed) return
    const origin = this.#layer.getBoundingClientRect()
    const seen = new Set<number>()
    // Everything is measured before anything is written, so that the browser lays out once.
    const drawings: (() => void)[] = []
    for (const [clientId, state] of this.#awareness.getStates()) {
      if (clientId === this.#awareness.clientID) continue
      const place = this.#placeOf(state, y)
      const who = this.#caretOf(clientId)
      if (!place || !who) continue
      seen.add(clientId)
      const caret = this.#carets.get(clientId) ?? this.#newCaret(clientId)
      const at = this.#view.coordsAtPos(place.head)
      const rectangles = this.#rectanglesOf(place)
      drawings.push(() => caret.show(who, at, rectangles, origin))
    }
    for (const draw of drawings) draw()
    for (const [clientId, caret] of this.#carets) {
      if (seen.has(clientId)) continue
      caret.remove()
      this.#carets.delete(clientId)
    }
  }

  #newCaret(clientId: number): Caret {
    const caret = new Caret(this.#layer)
    this.#carets.set(clientId, caret)
    return caret
  }

  #rectanglesOf({ anchor, head }: Place): readonly DOMRect[] {
    if (anchor === head) return []
    const from = this.#view.domAtPos(Math.min(anchor, head))
    const to = this.#view.domAtPos(Math.max(anchor, head))
    const range = document.createRange()
    range.setStart(from.node, from.offset)
    range.setEnd(to.node, to.offset)
    return [...range.getClientRects()].filter((rectangle) => rectangle.width > 1)
  }
}

/** One person's caret, label and selection in the layer. */
class Caret {
  readonly #element = document.createElement('div')
  readonly #label = document.createElement('span')
  readonly #selection = document.createElement('div')
  #sleep: ReturnType<typeof setTimeout> | undefined

  constructor(layer: HTMLElement) {
    this.#element.className = 'remote-caret'
    this.#label.className = 'remote-caret-label'
    this.#selection.className = 'remote-selection'
    this.#element.append(this.#label)
    layer.append(this.#selection, this.#element)
    this.wake()
  }

  show(
    who: { readonly name: string; readonly colour: string },
    at: { readonly left: number; readonly top: number; readonly bottom: number },
    rectangles: readonly DOMRect[],
    origin: DOMRect,
  ): void {
    const style = this.#element.style
    style.setProperty('--person', who.colour)
    style.transform = `translate(${at.left - origin.left}px, ${at.top - origin.top}px)`
    style.height = `${at.bottom - at.top}px`
    if (this.#label.textContent !== who.name) this.#label.textContent = who.name
    // A label above the first line would cover the title; one at the right edge would leave the page.
    this.#element.dataset.below = String(at.top - origin.top < 20)
    this.#element.dataset.leftwards = String(at.left - origin.left > origin.width - 140)
    this.#selection.style.setProperty('--person', who.colour)
    this.#selection.replaceChildren(
      ...rectangles.map((rectangle) => {
        const part = document.createElement('i')
        part.style.transform = `translate(${rectangle.left - origin.left}px, ${rectangle.top - origin.top}px)`
        part.style.width = `${rectangle.width}px`
        part.style.height = `${rectangle.height}px`
        return part
      }),
    )
  }

  /** Its person did something: the label shows for a while. */
  wake(): void {
    this.#element.dataset.awake = 'true'
    clearTimeout(this.#sleep)
    this.#sleep = setTimeout(() => {
      this.#element.dataset.awake = 'false'
    }, LABEL_MS)
  }

  remove(): void {
    clearTimeout(this.#sleep)
    this.#element.remove()
    this.#selection.remove()
  }
}
