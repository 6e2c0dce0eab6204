/** Arranges the rows, columns and cells of a table. The first row says which columns there are. */
import {
  type AttributeValue,
  type DocumentShape,
  type Drawn,
  type DrawnContainer,
  isBlockId,
  isLive,
  LIVE,
  newBlockId,
  newElement,
  newSlot,
  nodeSpec,
  putAttribute,
  readName,
  removeAttribute,
  SLOT,
  writeAttribute,
} from '@dure/document'
import type * as Y from 'yjs'
import { longestRising } from './longest-rising.ts'
import type { Wanted } from './region.ts'
import type { Spots } from './spots.ts'

/** What a cell holds is a list like any other. */
export interface CellLayout {
  /** Puts children into an element that was just made. */
  readonly fill: (element: Y.XmlElement, children: readonly Wanted[]) => void
  /** Arranges the children of a cell that is drawn. */
  readonly inside: (existing: DrawnContainer, item: Wanted) => void
  /** Whether a block takes over what an older one held. */
  readonly hasSource: (item: Wanted) => boolean
}

export class TableLayout {
  readonly #shape: DocumentShape
  readonly #spots: Spots
  readonly #freeId: (asked: unknown) => string
  readonly #cells: CellLayout

  constructor(shape: DocumentShape, spots: Spots, freeId: (asked: unknown) => string, cells: CellLayout) {
    this.#shape = shape
    this.#spots = spots
    this.#freeId = freeId
    this.#cells = cells
  }

  fill(table: Y.XmlElement, item: Wanted): void {
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
        (child) => child.isText && child.node.content.size === 0 && !this.#cells.hasSource(child),
      )
      const color = colorOf(cell)
      if (column === undefined || (isEmpty && cell.children.length < 2 && color === null)) continue
      const element = this.#spots.newCell(row, column)
      putAttribute(element, 'color', color)
      if (!isEmpty || cell.children.length > 1) this.#cells.fill(element, cell.children)
    }
  }

  /** Rows by id, columns by the first row: what is new is made, what is gone loses its life, cells are lists of their own. */
  arrange(table: DrawnContainer, item: Wanted): void {
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
          this.#cells.inside(cell.existing, cell)
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
    const [first = this.#spots.newCell(row, column), ...others] = elements
    putAttribute(first, 'color', color)
    for (const other of others) putAttribute(other, 'color', null)
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
