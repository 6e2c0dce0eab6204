/**
 * What can be done to a table, as commands at the cell with the caret (or the cells that are selected). Rows and columns
 * keep their names when they move, so that what somebody else types in them meanwhile comes along. Loaded by
 * table-behaviour.ts.
 */
import { COLORS } from '@dure/document'
import type { CommandProps, RawCommands } from '@tiptap/core'
import { Fragment, type Node } from '@tiptap/pm/model'
import { type Command, type EditorState, TextSelection, type Transaction } from '@tiptap/pm/state'
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  isInTable,
  selectedRect,
  type TableRect,
} from '@tiptap/pm/tables'

export { goToNextCell, isInTable, tableEditing, tableEditingKey } from '@tiptap/pm/tables'

const native =
  (command: Command) =>
  ({ state, dispatch }: Pick<CommandProps, 'state' | 'dispatch'>): boolean =>
    isInTable(state) && command(state, dispatch)

export const tableCommands = {
  addRow: (where) => native(where === 'before' ? addRowBefore : addRowAfter),
  addColumn: (where) => native(where === 'before' ? addColumnBefore : addColumnAfter),
  moveRow:
    (by) =>
    ({ state, tr, dispatch }) => {
      const rect = rectOf(state)
      if (!rect || rect.top + by < 0 || rect.bottom + by > rect.map.height) return false
      if (dispatch) rearrange(tr, rect, { rows: shifted(rect.map.height, rect.top, rect.bottom, by) })
      return true
    },
  moveColumn:
    (by) =>
    ({ state, tr, dispatch }) => {
      const rect = rectOf(state)
      if (!rect || rect.left + by < 0 || rect.right + by > rect.map.width) return false
      if (dispatch) rearrange(tr, rect, { columns: shifted(rect.map.width, rect.left, rect.right, by) })
      return true
    },
  deleteRows:
    () =>
    ({ state, dispatch, commands }) => {
      const rect = rectOf(state)
      if (!rect) return false
      return rect.bottom - rect.top === rect.map.height ? commands.deleteTable() : deleteRow(state, dispatch)
    },
  deleteColumns:
    () =>
    ({ state, dispatch, commands }) => {
      const rect = rectOf(state)
      if (!rect) return false
      return rect.right - rect.left === rect.map.width ? commands.deleteTable() : deleteColumn(state, dispatch)
    },
  deleteTable:
    () =>
    ({ state, tr, dispatch }) => {
      const rect = rectOf(state)
      if (!rect) return false
      if (!dispatch) return true
      const from = rect.tableStart - 1
      const block = state.schema.nodes['block']?.create() ?? null
      const alone = state.doc.resolve(from).parent.childCount === 1
      if (alone && block) tr.replaceWith(from, from + rect.table.nodeSize, block)
      else tr.delete(from, from + rect.table.nodeSize)
      tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(from, tr.doc.content.size)), 1))
      return true
    },
  toggleHeader:
    (which) =>
    ({ state, tr, dispatch }) => {
      const rect = rectOf(state)
      if (!rect) return false
      const name = which === 'row' ? 'headerRow' : 'headerColumn'
      if (dispatch) tr.setNodeAttribute(rect.tableStart - 1, name, rect.table.attrs[name] !== true)
      return true
    },
  colorCells:
    (color) =>
    ({ state, tr, dispatch }) => {
      const rect = rectOf(state)
      if (!rect || (color !== null && !COLORS.some((known) => known === color))) return false
      if (dispatch)
        for (const cell of rect.map.cellsInRect(rect)) tr.setNodeAttribute(rect.tableStart + cell, 'color', color)
      return true
    },
  setColumnWidth:
    (width, column) =>
    ({ state, tr, dispatch }) => {
      const table = column ? tableAt(state, column.table) : rectOf(state)
      if (!table) return false
      const index = column?.index ?? rectOf(state)?.left ?? 0
      if (dispatch) setWidth(tr, table.table, table.tableStart, index, width)
      return true
    },
} satisfies Partial<RawCommands>

const rectOf = (state: EditorState): TableRect | undefined => (isInTable(state) ? selectedRect(state) : undefined)

function tableAt(state: EditorState, position: number): { table: Node; tableStart: number } | undefined {
  const table = state.doc.nodeAt(position)
  return table?.type.name === 'table' ? { table, tableStart: position + 1 } : undefined
}

/** 0…count-1 with those from `from` to `to` one place further. */
function shifted(count: number, from: number, to: number, by: 1 | -1): readonly number[] {
  const order = Array.from({ length: count }, (_, index) => index)
  const moved = order.splice(from, to - from)
  order.splice(from + by, 0, ...moved)
  return order
}

/** Puts rows or columns in another order; the caret stays in its cell. */
function rearrange(
  tr: Transaction,
  { table, tableStart }: TableRect,
  { rows, columns }: { readonly rows?: readonly number[]; readonly columns?: readonly number[] },
): void {
  const { $head, empty } = tr.selection
  const offset = caretOffset($head.pos, table, tableStart)
  const made: Node[] = []
  for (let row = 0; row < table.childCount; row += 1) {
    const node = table.child(rows?.[row] ?? row)
    const cells = Array.from({ length: node.childCount }, (_, cell) => node.child(columns?.[cell] ?? cell))
    made.push(columns ? node.copy(Fragment.fromArray(cells)) : node)
  }
  tr.replaceWith(tableStart, tableStart + table.content.size, made)
  if (!offset) return
  const row = rows ? rows.indexOf(offset.row) : offset.row
  const column = columns ? columns.indexOf(offset.column) : offset.column
  let position = tableStart
  for (let index = 0; index < row; index += 1) position += made[index]?.nodeSize ?? 0
  for (let index = 0; index < column; index += 1) position += made[row]?.child(index).nodeSize ?? 0
  const $place = tr.doc.resolve(position + 1 + offset.within)
  tr.setSelection(empty ? TextSelection.create(tr.doc, $place.pos) : TextSelection.near($place))
}

/** In which cell the caret is, and how far in. */
function caretOffset(
  position: number,
  table: Node,
  tableStart: number,
): { readonly row: number; readonly column: number; readonly within: number } | undefined {
  let rowStart = tableStart
  for (let row = 0; row < table.childCount; row += 1) {
    const node = table.child(row)
    let cellStart = rowStart + 1
    for (let column = 0; column < node.childCount; column += 1) {
      const end = cellStart + node.child(column).nodeSize
      if (position >= cellStart && position < end) return { row, column, within: position - cellStart }
      cellStart = end
    }
    rowStart += node.nodeSize
  }
  return undefined
}

/** Every cell of a column says its width, as tables in HTML do; in Yjs it stands once, at the column. */
function setWidth(tr: Transaction, table: Node, tableStart: number, index: number, width: number | null): void {
  let rowStart = tableStart
  const colwidth = width === null ? null : [Math.round(width)]
  table.forEach((row) => {
    let cell = rowStart + 1
    for (let at = 0; at < Math.min(index, row.childCount); at += 1) cell += row.child(at).nodeSize
    if (index < row.childCount) tr.setNodeAttribute(cell, 'colwidth', colwidth)
    rowStart += row.nodeSize
  })
}
