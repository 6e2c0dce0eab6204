/**
 * The place of a picture, video or file in the editor, as large as it will be. What draws it (`attachment-view.ts`) is
 * loaded when the first one is met: a page without any does not wait for it.
 */
import type { Node } from '@tiptap/pm/model'
import type { EditorView, NodeView } from '@tiptap/pm/view'
import type { AttachmentView, AttachmentViewDeps } from './attachment-view.ts'

type ViewClass = typeof AttachmentView
let loaded: ViewClass | undefined
let loading: Promise<ViewClass> | undefined

const load = (): Promise<ViewClass> => {
  loading ??= import('./attachment-view.ts').then(
    (module) => {
      loaded = module.AttachmentView
      return loaded
    },
    (error: unknown) => {
      loading = undefined
      throw error
    },
  )
  return loading
}

export class AttachmentShell implements NodeView {
  readonly dom = document.createElement('figure')
  #node: Node
  #view: AttachmentView | undefined
  #gone = false

  constructor(node: Node, view: EditorView, getPos: () => number | undefined, deps: AttachmentViewDeps) {
    this.#node = node
    this.dom.dataset['node'] = node.type.name
    this.dom.contentEditable = 'false'
    const draw = (View: ViewClass): void => {
      if (this.#gone) return
      this.dom.replaceChildren()
      this.#view = new View(this.dom, this.#node, view, getPos, deps)
    }
    if (loaded) draw(loaded)
    else {
      this.#keepPlace()
      // Drawn anew, it tries again.
      load().then(draw, () => undefined)
    }
  }

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    this.#node = node
    this.#view?.update(node)
    return true
  }

  selectNode(): void {
    this.dom.classList.add('ProseMirror-selectednode')
  }

  deselectNode(): void {
    this.dom.classList.remove('ProseMirror-selectednode')
  }

  stopEvent(event: Event): boolean {
    return this.#view?.stopEvent(event) ?? false
  }

  ignoreMutation(): boolean {
    return true
  }

  destroy(): void {
    this.#gone = true
    this.#view?.destroy()
  }

  #keepPlace(): void {
    const { width, naturalWidth, naturalHeight } = this.#node.attrs
    const place = document.createElement('div')
    const wide: unknown = width ?? naturalWidth
    if (typeof wide === 'number') place.style.width = `${wide}px`
    place.style.maxWidth = '100%'
    place.style.margin = '0 auto'
    if (typeof naturalWidth === 'number' && typeof naturalHeight === 'number')
      place.style.aspectRatio = String(naturalWidth / naturalHeight)
    else place.style.minHeight = '4rem'
    this.dom.append(place)
  }
}
