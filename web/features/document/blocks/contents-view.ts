/** The headings of the document, wherever this stands in it. Follows them a moment after they change. */
import type { Node } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import { LeafView } from './leaf-view.ts'

export interface ContentsWords {
  readonly label: string
  readonly empty: string
}

/** A longer list helps nobody. */
const MAX_ENTRIES = 300

export class ContentsView extends LeafView {
  readonly #words: ContentsWords
  readonly #view: EditorView
  readonly #left: () => void
  #shown = ''

  /** @param listen Calls what it is given after each change of the document; answers how to stop. */
  constructor(node: Node, view: EditorView, words: ContentsWords, listen: (changed: () => void) => () => void) {
    super(node, 'div', 'contents')
    this.#words = words
    this.#view = view
    this.dom.dataset['node'] = 'contents'
    this.dom.setAttribute('role', 'navigation')
    this.dom.setAttribute('aria-label', words.label)
    this.#left = listen(() => this.draw())
    this.draw()
  }

  destroy(): void {
    this.#left()
  }

  protected draw(): void {
    const entries = headings(this.#view.state.doc)
    const now = JSON.stringify(entries)
    if (now === this.#shown) return
    this.#shown = now
    if (entries.length === 0) {
      this.dom.textContent = this.#words.empty
      this.dom.dataset['empty'] = ''
      return
    }
    delete this.dom.dataset['empty']
    const highest = Math.min(...entries.map(({ level }) => level))
    const list = document.createElement('ul')
    for (const { id, level, text } of entries) {
      const item = document.createElement('li')
      item.dataset['level'] = String(Math.min(level - highest, 3))
      const link = document.createElement('a')
      link.href = `#${id}`
      link.textContent = text
      link.addEventListener('click', (event) => {
        event.preventDefault()
        this.#goTo(id)
      })
      item.append(link)
      list.append(item)
    }
    this.dom.replaceChildren(list)
  }

  #goTo(id: string): void {
    const { doc } = this.#view.state
    let found: number | undefined
    doc.descendants((node, position) => {
      if (node.attrs['id'] === id) found = position
      return found === undefined && !node.isTextblock
    })
    const element = found === undefined ? null : this.#view.nodeDOM(found)
    if (!(element instanceof HTMLElement)) return
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
    element.scrollIntoView({ behavior: isCalm ? 'instant' : 'smooth', block: 'start' })
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof HTMLAnchorElement
  }
}

interface Heading {
  readonly id: string
  readonly level: number
  readonly text: string
}

function headings(doc: Node): readonly Heading[] {
  const entries: Heading[] = []
  doc.descendants((node) => {
    if (node.attrs['kind'] === 'heading' && entries.length < MAX_ENTRIES) {
      const text = node.textContent.trim()
      if (text !== '') entries.push({ id: String(node.attrs['id']), level: Number(node.attrs['level']), text })
    }
    return !node.isTextblock
  })
  return entries
}
