/**
 * From version 0: the nested tree that Dure's first editor, like any stock Tiptap editor, kept in the root `default`.
 * It is copied into flat blocks, and stays where it was. What no block fits gives its text to a paragraph.
 */
import * as Y from 'yjs'
import { type Attributes, safeUrl } from '../schema/attribute.ts'
import { MAX_HEADING_LEVEL, MAX_INDENT } from '../schema/blocks.ts'
import { BLOCK, COLUMN, contentOf, newElement, type YParent } from '../shape/element.ts'
import type { Migration } from './migration.ts'

const STOCK_ROOT = 'default'

const LISTS: Readonly<Record<string, string>> = { bulletList: 'bullet', orderedList: 'ordered', taskList: 'task' }
const MARKS: ReadonlySet<string> = new Set(['bold', 'italic', 'underline', 'strike', 'code'])

/** What the blocks below an element are made of its place. */
interface Place {
  readonly kind: string
  readonly indent: number
  readonly checked: boolean
}

const PLAIN: Place = { kind: 'paragraph', indent: 0, checked: false }

export const stockTreeToBlocks: Migration = {
  to: 1,
  isNeeded: (doc) => stockTree(doc) !== undefined,
  apply: (doc) => {
    const tree = stockTree(doc)
    if (tree) new Copy(contentOf(doc)).children(tree, PLAIN)
  },
}

/** Undefined when nobody wrote one. Asking Yjs for a root by type would make it, so the type is looked at first. */
function stockTree(doc: Y.Doc): Y.XmlFragment | undefined {
  if (!doc.share.has(STOCK_ROOT)) return undefined
  const tree = doc.getXmlFragment(STOCK_ROOT)
  return tree.length > 0 ? tree : undefined
}

class Copy {
  #parent: YParent
  /** Where the next block goes: before whatever is in the document already. */
  #at = 0
  #names = 0

  constructor(parent: YParent) {
    this.#parent = parent
  }

  children(node: YParent, place: Place): void {
    for (const child of node.toArray()) if (child instanceof Y.XmlElement) this.#element(child, place)
  }

  #element(element: Y.XmlElement, place: Place): void {
    const { nodeName } = element
    const kind = LISTS[nodeName]
    if (kind !== undefined) this.#list(element, kind, place)
    else if (nodeName === 'blockquote') this.children(element, { ...place, kind: 'quote' })
    else if (nodeName === 'table') this.#table(element)
    else if (nodeName === 'horizontalRule') this.#insert(newElement('divider', this.#name()))
    else if (nodeName === 'image') this.#image(element)
    else if (nodeName === 'heading')
      this.#block(element, { kind: 'heading', level: level(element), indent: place.indent })
    else if (nodeName === 'codeBlock') this.#block(element, { kind: 'code', language: textOf(element, 'language') })
    else if (isTextual(element)) this.#block(element, { ...place })
    else this.children(element, place)
  }

  /** An item's first block is the item; what else it holds stands one deeper. */
  #list(list: Y.XmlElement, kind: string, { indent }: Place): void {
    for (const item of list.toArray()) {
      if (!(item instanceof Y.XmlElement)) continue
      const depth = Math.min(indent, MAX_INDENT)
      const checked = String(read(item, 'checked')) === 'true'
      let isFirst = true
      for (const child of item.toArray()) {
        if (!(child instanceof Y.XmlElement)) continue
        if (child.nodeName in LISTS) this.#element(child, { ...PLAIN, indent: indent + 1 })
        else if (isFirst) this.#element(child, { kind, indent: depth, checked })
        else this.#element(child, { ...PLAIN, indent: Math.min(indent + 1, MAX_INDENT) })
        isFirst = false
      }
    }
  }

  #block(element: Y.XmlElement, attributes: Attributes): void {
    const block = newElement(BLOCK, this.#name(), attributes)
    const text = new Y.XmlText()
    block.insert(0, [text])
    this.#insert(block)
    for (const child of element.toArray())
      if (child instanceof Y.XmlText) copyText(child, text)
      else if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak')
        text.insertEmbed(text.length, { type: 'hardBreak' }, {})
  }

  #image(element: Y.XmlElement): void {
    const src = safeUrl(read(element, 'src'))
    if (src !== undefined) this.#insert(newElement('image', this.#name(), { src, alt: textOf(element, 'alt') ?? '' }))
  }

  #table(element: Y.XmlElement): void {
    const rows = elementsIn(element).map(elementsIn)
    const width = Math.max(0, ...rows.map((cells) => cells.length))
    const headerRow = rows[0]?.every((cell) => cell.nodeName === 'tableHeader') ?? false
    const table = newElement('table', this.#name(), { headerRow })
    this.#insert(table)
    const columns = Array.from({ length: width }, () => this.#name())
    table.insert(
      0,
      columns.map((id) => newElement('col', id)),
    )
    for (const cells of rows) {
      const row = newElement('row', this.#name())
      table.insert(table.length, [row])
      for (const [index, cell] of cells.entries()) {
        const copy = newElement('cell', this.#name(), { [COLUMN]: columns[index] ?? null })
        row.insert(row.length, [copy])
        this.#within(copy, () => this.children(cell, PLAIN))
      }
    }
  }

  #within(parent: Y.XmlElement, act: () => void): void {
    const [outer, at] = [this.#parent, this.#at]
    this.#parent = parent
    this.#at = 0
    act()
    this.#parent = outer
    this.#at = at
  }

  #insert(element: Y.XmlElement): void {
    this.#parent.insert(this.#at, [element])
    this.#at += 1
  }

  /** The same for whoever migrates. */
  #name(): string {
    this.#names += 1
    return `v0.${this.#names}`
  }
}

const read = (element: Y.XmlElement, name: string): unknown => element.getAttribute(name)

const textOf = (element: Y.XmlElement, name: string): string | null => {
  const raw = read(element, name)
  return typeof raw === 'string' && raw !== '' ? raw : null
}

const level = (element: Y.XmlElement): number => {
  const raw = Number(read(element, 'level'))
  return Number.isInteger(raw) && raw >= 1 && raw <= MAX_HEADING_LEVEL ? raw : 1
}

const elementsIn = (parent: Y.XmlElement): Y.XmlElement[] =>
  parent.toArray().filter((child): child is Y.XmlElement => child instanceof Y.XmlElement)

/** A paragraph, or a block that nobody knows: it holds text, or nothing at all. */
const isTextual = (element: Y.XmlElement): boolean =>
  element.nodeName === 'paragraph' || element.toArray().some((child) => child instanceof Y.XmlText)

function copyText(from: Y.XmlText, to: Y.XmlText): void {
  for (const { insert, attributes } of from.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[])
    if (typeof insert === 'string') to.insert(to.length, insert, marksOf(attributes ?? {}))
}

function marksOf(stock: Record<string, unknown>): Record<string, unknown> {
  const marks: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(stock)) {
    // The stock binding numbers marks that may stand twice on one text.
    const name = key.replace(/--.*$/, '')
    if (MARKS.has(name)) marks[name] = true
    if (name !== 'link' || typeof value !== 'object' || value === null || !('href' in value)) continue
    const href = safeUrl(value.href)
    if (href !== undefined) marks['link'] = { href }
  }
  return marks
}
