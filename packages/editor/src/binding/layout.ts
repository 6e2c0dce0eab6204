/**
 * Puts blocks where they are wanted, after their text is written: makes the new ones, moves the others (`spots.ts` says
 * how). Wrapping blocks in a container is moving them into it.
 */
import {
  type DocumentShape,
  type Drawn,
  type DrawnContainer,
  LIVE,
  newElement,
  newWords,
  nodeSpec,
  removeAttribute,
} from '@dure/document'
import type * as Y from 'yjs'
import { longestRising } from './longest-rising.ts'
import type { Region, Wanted } from './region.ts'
import { type Spot, Spots } from './spots.ts'
import { TableLayout } from './table-layout.ts'

export class Layout {
  readonly #shape: DocumentShape
  readonly #sources: Map<Wanted, Y.XmlElement>
  readonly #newBlock: (wanted: Wanted) => Y.XmlElement
  readonly #freeId: (asked: unknown) => string
  readonly #spots: Spots
  readonly #tables: TableLayout

  constructor(
    shape: DocumentShape,
    sources: Map<Wanted, Y.XmlElement>,
    newBlock: (wanted: Wanted) => Y.XmlElement,
    freeId: (asked: unknown) => string,
  ) {
    this.#shape = shape
    this.#sources = sources
    this.#newBlock = newBlock
    this.#freeId = freeId
    this.#spots = new Spots(shape)
    this.#tables = new TableLayout(shape, this.#spots, freeId, {
      fill: (element, children) => this.#fill(element, children),
      inside: (existing, item) => this.#inside(existing, item),
      hasSource: (item) => sources.has(item),
    })
  }

  arrange({ container, before, after, wanted, childCount }: Region): void {
    if (container.name === 'table' || container.name === 'row') return
    const virtualOnly = childCount === 1 && wanted.length === 1 && this.#isUntouchedVirtual(container, wanted[0])
    if (virtualOnly) return
    this.#list(container, wanted, before, after)
  }

  /** The one block drawn in an empty container becomes real only when something is written in it. */
  #isUntouchedVirtual(container: DrawnContainer, wanted: Wanted | undefined): boolean {
    const { node } = wanted ?? {}
    if (!wanted?.isText || !node || node.content.size > 0 || this.#sources.has(wanted)) return false
    return node.attrs['id'] === `${container.id}.0` && node.attrs['kind'] === 'paragraph' && node.attrs['indent'] === 0
  }

  /** Orders `wanted` between two siblings that stay where they are. */
  #list(
    container: DrawnContainer,
    wanted: readonly Wanted[],
    before: Drawn | undefined,
    after: Drawn | undefined,
  ): void {
    const indexOf = finder(container.children, wanted.length)
    const low = before ? indexOf(before) : -1
    const index = after ? indexOf(after) : -1
    const high = index < 0 ? container.children.length : index
    const positions = wanted.map((item) => {
      const source = this.#sources.get(item)
      if (source) item.existing = this.#shape.holder(source) ?? item.existing
      const position = item.existing ? indexOf(item.existing) : -1
      // What is drawn elsewhere in the list (a block that was cut and is pasted here) has to move.
      return position > low && position < high ? position : -1
    })
    const stable = longestRising(positions)
    let spot = before ? this.#spots.after(before) : this.#spots.startOf(container)
    for (const [at, item] of wanted.entries()) spot = this.#place(item, spot, stable.has(at))
  }

  #place(item: Wanted, spot: Spot, stays: boolean): Spot {
    const { existing } = item
    const home = spot.kind === 'list' ? spot.parent : spot.strand.parent
    const homeIsRoot = home === this.#shape.fragment
    if (existing && (stays || existing.type !== 'container' || homeIsRoot)) {
      const next = stays ? this.#spots.after(existing) : this.#spots.move(existing, spot)
      if (existing.type === 'container') this.#inside(existing, item)
      return next
    }
    if (item.isText) {
      const source = this.#sources.get(item)
      // A source without a drawn block is a revived one: it stands, unseen, where it was.
      if (source) return this.#spots.moveSources([source], spot)
      return this.#spots.insert(this.#newBlock(item), spot)
    }
    return this.#make(item, spot)
  }

  /** Arranges the children of a container that exists. */
  #inside(existing: DrawnContainer, item: Wanted): void {
    if (existing.name === 'table') {
      this.#tables.arrange(existing, item)
      return
    }
    const [only] = item.children
    if (item.children.length === 1 && this.#isUntouchedVirtual(existing, only)) return
    this.#list(existing, item.children, undefined, undefined)
  }

  #make(item: Wanted, spot: Spot): Spot {
    // A container that moves into another is made anew there, and what it held is moved into it.
    if (item.existing?.type === 'container' && item.existing.element) removeAttribute(item.existing.element, LIVE)
    const { name } = item.node.type
    const attributes: Record<string, string | number | boolean | null> = {}
    const spec = nodeSpec(name)
    let words: string | undefined
    for (const { name: attribute, parse, fallback } of spec?.attributes ?? []) {
      const value = parse(item.node.attrs[attribute]) ?? fallback
      if (attribute === spec?.words) words = String(value ?? '')
      else if (value !== fallback) attributes[attribute] = value
    }
    const element = newElement(name, this.#freeId(item.node.attrs['id']), attributes)
    if (words !== undefined) element.insert(0, [newWords(words)])
    const next = this.#spots.insert(element, spot)
    if (name === 'table') this.#tables.fill(element, item)
    else this.#fill(element, item.children)
    return next
  }

  #fill(element: Y.XmlElement, children: readonly Wanted[]): void {
    let spot: Spot = { kind: 'list', parent: element, after: null }
    for (const child of children) {
      const source = this.#sources.get(child)
      if (source) child.existing = this.#shape.holder(source) ?? child.existing
      spot = this.#place(child, spot, false)
    }
  }
}

/** To make a map of ten thousand siblings takes longer than to look through them for a few. */
const FEW = 8

/** How to find many of these, or few. */
function finder(children: readonly Drawn[], count: number): (child: Drawn) => number {
  if (count <= FEW) return (child) => children.indexOf(child)
  const indexes = new Map(children.map((child, index) => [child, index]))
  return (child) => indexes.get(child) ?? -1
}
