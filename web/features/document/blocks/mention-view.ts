/** A person, a page or a date in the line. A page's title is the present one; a date is written in the reader's language. */
import type { Node } from '@tiptap/pm/model'
import type { Language } from '../../language/language.ts'
import { dateWords } from './date-words.ts'
import { documentTitle } from './document-titles.ts'
import { LeafView } from './leaf-view.ts'

export interface MentionWords {
  readonly language: Language
  readonly untitled: string
}

export class MentionView extends LeafView {
  readonly #words: MentionWords

  constructor(node: Node, words: MentionWords) {
    super(node, 'span', 'mention')
    this.#words = words
    this.dom.dataset['inline'] = 'mention'
    this.draw()
  }

  protected draw(): void {
    const { of, target, label } = this.node.attrs
    this.dom.dataset['of'] = String(of)
    if (of === 'date') {
      const time = document.createElement('time')
      time.dateTime = String(target)
      time.textContent = dateWords(String(target), this.#words.language)
      this.dom.replaceChildren(time)
    } else if (of === 'document') this.#page(String(target), String(label))
    else this.dom.textContent = `@${String(label)}`
  }

  #page(id: string, label: string): void {
    const link = document.createElement('a')
    link.href = `/d/${encodeURIComponent(id)}`
    link.textContent = label.trim() || this.#words.untitled
    this.dom.replaceChildren(link)
    void documentTitle(id).then((title) => {
      if (title !== undefined && this.node.attrs['target'] === id)
        link.textContent = title.trim() || this.#words.untitled
    })
  }

  stopEvent(event: Event): boolean {
    return event.target instanceof HTMLAnchorElement && event.type === 'click'
  }
}
