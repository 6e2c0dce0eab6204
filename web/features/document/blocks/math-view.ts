/** A formula in the text. Until KaTeX is here, and when the source cannot be drawn, the source itself is shown. */
import type { Node } from '@tiptap/pm/model'
import { drawMath, MAX_DRAWN_LENGTH } from './draw-math.ts'
import { LeafView } from './leaf-view.ts'

export interface MathWords {
  readonly empty: string
  /** With what KaTeX has to say. */
  readonly wrong: (reason: string) => string
}

export class MathView extends LeafView {
  readonly #words: MathWords
  readonly #isBlock: boolean

  constructor(node: Node, words: MathWords) {
    const isBlock = node.type.name === 'math'
    super(node, isBlock ? 'div' : 'span', isBlock ? 'math' : 'inline-math')
    this.#words = words
    this.#isBlock = isBlock
    this.dom.dataset['node'] = node.type.name
    this.draw()
  }

  protected draw(): void {
    const source = String(this.node.attrs['source'])
    const { dom } = this
    delete dom.dataset['wrong']
    dom.removeAttribute('title')
    if (source.trim() === '') {
      dom.textContent = this.#words.empty
      dom.dataset['empty'] = ''
      return
    }
    delete dom.dataset['empty']
    if (dom.childElementCount === 0) dom.textContent = source
    if (source.length > MAX_DRAWN_LENGTH) return
    const drawn = document.createElement('span')
    const show = (reason: string | undefined): void => {
      if (String(this.node.attrs['source']) !== source) return
      if (reason === undefined) dom.replaceChildren(drawn)
      else {
        dom.textContent = source
        dom.dataset['wrong'] = ''
        dom.title = this.#words.wrong(reason)
      }
    }
    // Without a network the source stays, which says the same.
    drawMath(drawn, source, this.#isBlock).then(show, () => undefined)
  }
}
