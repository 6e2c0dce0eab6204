/** A table, drawn as its rows by its columns: rectangular, whatever was added to either meanwhile. */
import type * as Y from 'yjs'
import type { Attributes, AttributeValue } from '../schema/attribute.ts'
import type { Drawn, DrawnContainer } from './drawn.ts'
import { COLUMN, readName, type YParent } from './element.ts'
import type { ReadNode, Thing } from './thing.ts'

/** What a table needs of the drawing that it is part of. */
export interface TablePen {
  things(list: YParent): readonly Thing[]
  /** The rows, or columns, in the order they are drawn in. */
  parts(table: Y.XmlElement, name: string): readonly ReadNode[]
  /** Draws what stands in a list, into `out`. */
  emitList(list: YParent, out: Drawn[]): void
  /** The drawn cell of this name: the same object each time. */
  cell(id: string, row: Y.XmlElement): DrawnContainer
  /** Gives a container its children; an empty one its virtual block. */
  finishList(container: DrawnContainer, children: Drawn[]): void
  setChildren(container: DrawnContainer, children: readonly Drawn[]): void
  changed(drawn: Drawn): void
}

interface GridCell {
  readonly elements: Y.XmlElement[]
  /** Two people may each have made the cell by colouring it: the first that has a colour counts, the same for everyone. */
  color: AttributeValue
  readonly children: Drawn[]
}

interface GridRow {
  readonly row: ReadNode
  readonly cells: ReadonlyMap<string, GridCell>
}

/** False when there is nothing of it to be drawn. A row or column that is not live is, while a cell of it holds something. */
export function drawTable(table: ReadNode, drawn: DrawnContainer, pen: TablePen): boolean {
  const cols = pen.parts(table.element, 'col')
  const known = cols.map((column) => column.id)
  const grid = pen.parts(table.element, 'row').map((row) => readRow(row, known, pen))
  const used = (column: string) => grid.some(({ cells }) => (cells.get(column)?.children.length ?? 0) > 0)
  const columns = cols.filter((column, index, all) => {
    const first = all.findIndex((other) => other.id === column.id) === index
    return first && (column.live || used(column.id))
  })
  const rows = grid.filter(({ row, cells }) => {
    return row.live || [...cells.values()].some((cell) => cell.children.length > 0)
  })
  // Cells are made for any block that is written; until then a deleted cell's blocks must not keep a table alive.
  if (columns.length === 0 || rows.length === 0) return false
  if (!table.live && !columns.some((column) => used(column.id))) return false
  pen.setChildren(
    drawn,
    rows.map((row) => drawRow(row, columns, pen)),
  )
  return true
}

function readRow(row: ReadNode, columns: readonly string[], pen: TablePen): GridRow {
  const cells = new Map<string, GridCell>()
  for (const thing of pen.things(row.element)) {
    if (thing.type !== 'node' || thing.element.nodeName !== 'cell') continue
    // One of no column there is would hide what people wrote in it.
    const named = readName(thing.element, COLUMN)
    const column = named !== undefined && columns.includes(named) ? named : (columns[0] ?? '')
    const cell = cells.get(column) ?? { elements: [], color: null, children: [] }
    cells.set(column, cell)
    cell.elements.push(thing.element)
    cell.color ??= thing.attributes['color'] ?? null
    pen.emitList(thing.element, cell.children)
  }
  return { row, cells }
}

function drawRow({ row, cells }: GridRow, columns: readonly ReadNode[], pen: TablePen): Drawn {
  const drawnRow = row.drawn
  if (drawnRow.type !== 'container') return drawnRow
  const drawnCells = columns.map((column) => {
    const content = cells.get(column.id)
    const cell = pen.cell(`${row.id}.${column.id}`, row.element)
    cell.cell = { row: row.element, column: column.id, elements: content?.elements ?? [] }
    const width = column.attributes['width'] ?? null
    const attributes: Attributes = { column: column.id, width, color: content?.color ?? null }
    if (Object.entries(attributes).some(([name, value]) => cell.attributes[name] !== value)) {
      cell.attributes = attributes
      pen.changed(cell)
    }
    pen.finishList(cell, content?.children ?? [])
    return cell
  })
  drawnRow.id = row.id
  pen.setChildren(drawnRow, drawnCells)
  return drawnRow
}
