/**
 * Puts blocks where they are wanted, after their text is written: makes the new ones, moves the others.
 *
 * Yjs has no move, and delete-and-insert would lose what someone else types meanwhile. So a move puts a slot at the
 * new place and writes its name on the block: the block is drawn there and stays the element it was. Of two moves the
 * last writer's name stands, so it is drawn once. Wrapping blocks in a container is moving them into it.
 */
import {
  type AttributeValue,
  COLUMN,
  type DocumentShape,
  type Drawn,
  type DrawnContainer,
  isBlockId,
  isLive,
  LIVE,
  newBlockId,
  newElement,
  newSlot,
  newWords,
  nodeSpec,
  type Piece,
  putAttribute,
  readName,
  removeAttribute,
  SLOT,
  writeAttribute,
  type YParent,
} from '@dure/document'
import type * as Y from 'yjs'
import { longestRising } from './longest-rising.ts'
import type { Region, Wanted } from './region.ts'

/** A place for something: after a sibling in a list, or at an index within a strand's text. */
type Spot =
  | { readonly kind: 'list'; readonly parent: YParent; readonly after: Y.XmlElement | null }
  | { readonly kind: 'strand'; readonly text: Y.XmlText; readonly strand: Y.XmlElement; readonly at: number }

export class Layout {
  readonly #shape: DocumentShape
  readonly #sources: Map<Wanted, Y.XmlElement>
  readonly #newBlock: (wanted: Wanted) => Y.XmlElement
  readonly #freeId: (asked: unknown) => string
  /** Slots put into a text so far, in rising order: later indices of that text have moved by as many. */
  readonly #embedded = new Map<Y.XmlText, number>()
  /** Cells made so far, by row and column. */
  readonly #cells = new Map<string, Y.XmlElement>()

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
    let spot = before ? this.#after(before) : this.#startOf(container)
    for (const [at, item] of wanted.entries()) spot = this.#place(item, spot, stable.has(at))
  }

  #place(item: Wanted, spot: Spot, stays: boolean): Spot {
    const { existing } = item
    const home = spot.kind === 'list' ? spot.parent : spot.strand.parent
    const homeIsRoot = home === this.#shape.fragment
    if (existing && (stays || existing.type !== 'container' || homeIsRoot)) {
      const next = stays ? this.#after(existing) : this.#move(existing, spot)
      if (existing.type === 'container') this.#inside(existing, item)
      return next
    }
    if (item.isText) {
      const source = this.#sources.get(item)
      // A source without a drawn block is a revived one: it stands, unseen, where it was.
      if (source) return this.#moveSources([source], spot)
      return this.#insert(this.#newBlock(item), spot)
    }
    return this.#make(item, spot)
  }

  /** Arranges the children of a container that exists. */
  #inside(existing: DrawnContainer, item: Wanted): void {
    if (existing.name === 'table') {
      this.#table(existing, item)
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
    const next = this.#insert(element, spot)
    if (name === 'table') this.#fillTable(element, item)
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

  #fillTable(table: Y.XmlElement, item: Wanted): void {
    const width = Math.max(0, ...item.children.map((row) => row.children.length))
    const columns: string[] = []
    for (let index = 0; index < width; index += 1) {
      const head = item.children[0]?.children[index]
      const column = newElement('col', this.#freeId(head?.node.attrs['column']), { width: widthOf(head) })
      table.insert(table.length, [column])
      columns.push(String(column.getAttribute('id')))
    }
    for (const row of item.children) {
      const element = newElement('row', this.#freeId(row.node.attrs['id']))
      table.insert(table.length, [element])
      this.#fillRow(element, row.children, columns)
    }
  }

  #fillRow(row: Y.XmlElement, cells: readonly Wanted[], columns: readonly string[]): void {
    for (const [index, cell] of cells.entries()) {
      const column = columns[index]
      const isEmpty = cell.children.every(
        (child) => child.isText && child.node.content.size === 0 && !this.#sources.has(child),
      )
      const color = colorOf(cell)
      if (column === undefined || (isEmpty && cell.children.length < 2 && color === null)) continue
      const element = this.#newCell(row, column)
      putAttribute(element, 'color', color)
      if (!isEmpty || cell.children.length > 1) this.#fill(element, cell.children)
    }
  }

  #newCell(row: Y.XmlElement, column: string): Y.XmlElement {
    const name = `${String(row.getAttribute('id'))}.${column}`
    const made = this.#cells.get(name)
    if (made) return made
    const cell = newElement('cell', newBlockId(), { [COLUMN]: column })
    row.insert(row.length, [cell])
    this.#cells.set(name, cell)
    return cell
  }

  /** Rows by id, columns by the first row: what is new is made, what is gone loses its life, cells are lists of their own. */
  #table(table: DrawnContainer, item: Wanted): void {
    const element = table.element
    if (!element) return
    const columns = this.#columns(table, element, item.children[0]?.children ?? [])
    const drawnRows = elementsOf(table.children)
    const wanted = item.children.map(({ existing }) => (existing?.type === 'container' ? existing.element : undefined))
    const rows = this.#arrangeParts(element, wanted, drawnRows, (index) =>
      newElement('row', this.#freeId(item.children[index]?.node.attrs['id'])),
    )
    for (const [at, row] of item.children.entries()) {
      const rowElement = rows[at]
      if (!rowElement) continue
      if (wanted[at] === undefined) {
        this.#fillRow(rowElement, row.children, columns)
        continue
      }
      for (const [index, cell] of row.children.entries()) {
        const column = columns[index]
        if (cell.existing?.type === 'container') {
          this.#paint(cell, rowElement, column, cell.existing.cell?.elements ?? [])
          this.#inside(cell.existing, cell)
        } else if (column !== undefined) this.#fillRow(rowElement, [cell], [column])
      }
    }
  }

  /** The first row says which columns there shall be, in what order, and how wide. Answers their ids. */
  #columns(table: DrawnContainer, element: Y.XmlElement, cells: readonly Wanted[]): readonly string[] {
    const known = new Map<string, Y.XmlElement>()
    for (const child of element.toArray())
      if ('nodeName' in child && child.nodeName === 'col') known.set(String(child.getAttribute('id')), child)
    const taken = new Set<unknown>()
    const wanted = cells.map(({ node }) => {
      const asked = node.attrs['column']
      if (!isBlockId(asked) || taken.has(asked)) return undefined
      taken.add(asked)
      return known.get(asked)
    })
    const [firstRow] = table.children
    const drawn = (firstRow?.type === 'container' ? firstRow.children : []).flatMap((cell) => {
      const column = cell.type === 'container' ? known.get(cell.cell?.column ?? '') : undefined
      return column ? [column] : []
    })
    const columns = this.#arrangeParts(element, wanted, drawn, () => newElement('col', this.#freeId(undefined)))
    for (const [index, column] of columns.entries()) {
      const wide = widthOf(cells[index])
      if ((column.getAttribute('width') ?? null) !== wide) putAttribute(column, 'width', wide)
    }
    for (const column of known.values()) if (!columns.includes(column)) removeAttribute(column, LIVE)
    return columns.map((column) => String(column.getAttribute('id')))
  }

  /**
   * Rows, or columns, in the wanted order: what is new (undefined) is made, and of the others as many as can stay where
   * they are; the rest move to slots, so that what somebody else types in them meanwhile moves along.
   */
  #arrangeParts(
    table: Y.XmlElement,
    wanted: readonly (Y.XmlElement | undefined)[],
    drawn: readonly Y.XmlElement[],
    make: (index: number) => Y.XmlElement,
  ): readonly Y.XmlElement[] {
    const stable = longestRising(wanted.map((element) => (element ? drawn.indexOf(element) : -1)))
    let after: Y.XmlElement | null = null
    return wanted.map((element, index) => {
      if (element === undefined) {
        const made = make(index)
        table.insertAfter(after, [made])
        after = made
        return made
      }
      if (!isLive(element)) writeAttribute(element, LIVE, true)
      if (stable.has(index)) {
        after = this.#standing(element)
        return element
      }
      const id = newBlockId()
      const slot = newSlot(id)
      table.insertAfter(after, [slot])
      writeAttribute(element, SLOT, id)
      after = slot
      return element
    })
  }

  /** What stands for a row or column among the table's children: itself, or the slot that it moved to. */
  #standing(part: Y.XmlElement): Y.XmlElement {
    const slot = readName(part, SLOT)
    const place = slot === undefined ? undefined : this.#shape.slotPlace(slot)
    return place?.type === 'list-slot' && place.home === part.parent ? place.element : part
  }

  #paint(cell: Wanted, row: Y.XmlElement, column: string | undefined, elements: readonly Y.XmlElement[]): void {
    const color = colorOf(cell)
    if (cell.existing?.attributes['color'] === color || column === undefined) return
    const [first = this.#newCell(row, column), ...others] = elements
    putAttribute(first, 'color', color)
    for (const other of others) putAttribute(other, 'color', null)
  }

  #startOf(container: DrawnContainer): Spot {
    if (container.cell) {
      const { row, column, elements } = container.cell
      return { kind: 'list', parent: elements[0] ?? this.#newCell(row, column), after: null }
    }
    return { kind: 'list', parent: container.element ?? this.#shape.fragment, after: null }
  }

  #after(drawn: Drawn): Spot {
    if (drawn.type !== 'text') {
      const { element } = drawn
      if (!element) return { kind: 'list', parent: this.#shape.fragment, after: null }
      return this.#shape.isPlaced(drawn) ? this.#afterSlot(drawn.slot) : listSpot(element)
    }
    const piece = drawn.pieces.at(-1)
    if (!piece)
      return drawn.parent ? this.#startOf(drawn.parent) : { kind: 'list', parent: this.#shape.fragment, after: null }
    if (this.#shape.isPlaced(piece)) return this.#afterSlot(piece.slot)
    return this.#afterPiece(piece)
  }

  #afterSlot(id: string | undefined): Spot {
    const place = id === undefined ? undefined : this.#shape.slotPlace(id)
    if (!place) return { kind: 'list', parent: this.#shape.fragment, after: null }
    if (place.type === 'list-slot') return { kind: 'list', parent: place.home, after: place.element }
    return { kind: 'strand', text: place.text, strand: place.text.parent as Y.XmlElement, at: place.at + 1 }
  }

  /** After a strand when nothing of it is drawn later, else within its text. */
  #afterPiece(piece: Piece): Spot {
    const items = this.#shape.strandOf(piece.strand)?.items ?? []
    const later = items.slice(items.indexOf(piece) + 1)
    const drawn = later.find((item) =>
      item.type === 'slot'
        ? this.#shape.isFilled(item.id)
        : !this.#shape.isPlaced(item) && (item.live || item.runs.length > 0),
    )
    if (drawn === undefined || !piece.text) return listSpot(piece.strand)
    const at = drawn.type === 'slot' ? drawn.at : drawn.start - 1
    return { kind: 'strand', text: piece.text, strand: piece.strand, at }
  }

  #insert(element: Y.XmlElement, spot: Spot): Spot {
    if (spot.kind === 'list') {
      spot.parent.insertAfter(spot.after, [element])
      return { ...spot, after: element }
    }
    const id = newBlockId()
    writeAttribute(element, SLOT, id)
    listSpot(spot.strand).parent.insertAfter(spot.strand, [element])
    return this.#embedSlot(id, spot)
  }

  #move(drawn: Drawn, spot: Spot): Spot {
    if (drawn.type === 'text')
      return this.#moveSources(
        drawn.pieces.map((piece) => piece.source),
        spot,
      )
    return drawn.element ? this.#moveSources([drawn.element], spot) : spot
  }

  #moveSources(sources: readonly Y.XmlElement[], spot: Spot): Spot {
    let next = spot
    for (const source of sources) {
      const id = newBlockId()
      if (next.kind === 'list') {
        const slot = newSlot(id)
        next.parent.insertAfter(next.after, [slot])
        next = { ...next, after: slot }
      } else next = this.#embedSlot(id, next)
      writeAttribute(source, SLOT, id)
    }
    return next
  }

  #embedSlot(id: string, spot: Extract<Spot, { kind: 'strand' }>): Spot {
    const moved = this.#embedded.get(spot.text) ?? 0
    spot.text.insertEmbed(spot.at + moved, newSlot(id), {})
    this.#embedded.set(spot.text, moved + 1)
    // The next one after this comes right behind it: the count above has already moved it on.
    return spot
  }
}

const elementsOf = (list: readonly Drawn[]): readonly Y.XmlElement[] =>
  list.flatMap((drawn) => (drawn.type === 'container' && drawn.element ? [drawn.element] : []))

/** Of the column that a wanted cell is in. */
function widthOf(cell: Wanted | undefined): number | null {
  const width = cell?.node.attrs['colwidth']
  return Array.isArray(width) && typeof width[0] === 'number' ? Math.round(width[0]) : null
}

/** Of a wanted cell. */
function colorOf({ node }: Wanted): AttributeValue {
  const spec = nodeSpec('cell')?.attributes.find(({ name }) => name === 'color')
  return spec?.parse(node.attrs['color']) ?? null
}

const listSpot = (element: Y.XmlElement): Extract<Spot, { kind: 'list' }> => ({
  kind: 'list',
  parent: element.parent as YParent,
  after: element,
})

/** To make a map of ten thousand siblings takes longer than to look through them for a few. */
const FEW = 8

/** How to find many of these, or few. */
function finder(children: readonly Drawn[], count: number): (child: Drawn) => number {
  if (count <= FEW) return (child) => children.indexOf(child)
  const indexes = new Map(children.map((child, index) => [child, index]))
  return (child) => indexes.get(child) ?? -1
}
