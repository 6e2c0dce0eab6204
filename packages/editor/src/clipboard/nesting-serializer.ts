/** What is copied out: flat list items come out nested with ul, ol and li, as every other program expects. */
import { BLOCK, isListKind } from '@dure/document'
import { DOMSerializer, type Fragment, type Node, type Schema } from '@tiptap/pm/model'

export class NestingSerializer extends DOMSerializer {
  static forSchema(schema: Schema): NestingSerializer {
    return new NestingSerializer(DOMSerializer.nodesFromSchema(schema), DOMSerializer.marksFromSchema(schema))
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    const page = options.document ?? document
    const out = target ?? page.createDocumentFragment()
    if (fragment.firstChild?.isInline !== false) return super.serializeFragment(fragment, options, out)
    /** Open lists, outermost first. */
    let open: { readonly list: HTMLElement; readonly indent: number; last: HTMLElement | undefined }[] = []
    fragment.forEach((node) => {
      if (node.type.name !== BLOCK || !isListKind(node.attrs['kind'])) {
        open = []
        out.append(this.serializeNode(node, options))
        return
      }
      const indent = Number(node.attrs['indent'])
      const tag = node.attrs['kind'] === 'ordered' ? 'ol' : 'ul'
      open = open.filter((list) => list.indent < indent || (list.indent === indent && list.list.localName === tag))
      let current = open.at(-1)
      if (!current || current.indent < indent) {
        const list = page.createElement(tag)
        const parent = current?.last ?? current?.list ?? out
        parent.append(list)
        current = { list, indent, last: undefined }
        open.push(current)
      }
      const item = this.#item(node, page)
      current.list.append(item)
      current.last = item
    })
    return out
  }

  #item(node: Node, page: Document): HTMLElement {
    const item = page.createElement('li')
    const { id, kind, checked } = node.attrs
    if (id !== null) item.dataset['id'] = String(id)
    if (kind === 'task') item.dataset['checked'] = String(checked)
    super.serializeFragment(node.content, { document: page }, item)
    return item
  }
}
