/** The frame of every view of a leaf here: an element, drawn anew when the attributes change, that the editor leaves alone. */
import type { Node } from '@tiptap/pm/model'
import type { NodeView } from '@tiptap/pm/view'

export abstract class LeafView implements NodeView {
  readonly dom: HTMLElement
  #node: Node

  constructor(node: Node, tag: 'div' | 'span', className: string) {
    this.#node = node
    this.dom = document.createElement(tag)
    this.dom.className = className
    this.dom.contentEditable = 'false'
  }

  protected get node(): Node {
    return this.#node
  }

  protected abstract draw(): void

  update(node: Node): boolean {
    if (node.type !== this.#node.type) return false
    const isSame = node.eq(this.#node)
    this.#node = node
    if (!isSame) this.draw()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }
}
