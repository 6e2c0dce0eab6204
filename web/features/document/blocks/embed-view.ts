/**
 * Something of another site. Nothing is asked of that site until somebody wants to see it: until then, and for sites
 * that are not on the list, it is a link.
 */
import type { Node } from '@tiptap/pm/model'
import { embedFor } from './embed-sites.ts'
import { LeafView } from './leaf-view.ts'

export interface EmbedWords {
  readonly empty: string
  readonly show: (site: string) => string
  readonly note: (site: string) => string
  readonly elsewhere: string
}

/** Scripts of the framed site may run in the frame, on that site's own origin; no forms, no top-level navigation. */
const SANDBOX = 'allow-scripts allow-same-origin allow-popups allow-presentation'

export class EmbedView extends LeafView {
  readonly #words: EmbedWords

  constructor(node: Node, words: EmbedWords) {
    super(node, 'div', 'embed')
    this.#words = words
    this.dom.dataset['node'] = 'embed'
    this.draw()
  }

  protected draw(): void {
    const src = String(this.node.attrs['src'])
    delete this.dom.dataset['empty']
    if (src === '') {
      this.dom.textContent = this.#words.empty
      this.dom.dataset['empty'] = ''
      return
    }
    const found = embedFor(src)
    const link = document.createElement('a')
    link.href = src
    link.target = '_blank'
    link.rel = 'noopener nofollow'
    link.textContent = src.replace(/^https?:\/\/(www\.)?/, '')
    const note = document.createElement('span')
    note.className = 'embed-note'
    note.textContent = found ? this.#words.note(found.site) : this.#words.elsewhere
    const text = document.createElement('div')
    text.className = 'embed-text'
    text.append(link, note)
    this.dom.replaceChildren(text)
    if (found) this.dom.append(this.#button(found.site, found.frame))
  }

  #button(site: string, frame: string): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'embed-show'
    button.textContent = this.#words.show(site)
    button.addEventListener('click', () => {
      const element = document.createElement('iframe')
      element.setAttribute('sandbox', SANDBOX)
      // Some players play for nobody who does not say from where; the path, which is the document's key, stays here.
      element.referrerPolicy = 'strict-origin'
      element.allow = 'fullscreen; encrypted-media; picture-in-picture'
      element.loading = 'lazy'
      element.title = site
      element.src = frame
      button.replaceWith(element)
    })
    return button
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof HTMLButtonElement || event.target instanceof HTMLAnchorElement
  }
}
