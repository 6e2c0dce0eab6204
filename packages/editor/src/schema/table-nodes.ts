/** Tables: rows of cells; a cell names its column, so that the shape is right whatever two people add at once. */
import { NODES, readAttributes } from '@dure/document'
import { Extension, Node } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { goToNextCell, tableEditing } from '@tiptap/pm/tables'

const fixed = (value: unknown) => ({ default: value, rendered: false })

/** Tiptap asks every extension about every node. */
const TABLE_ROLES: Readonly<Record<string, string>> = { table: 'table', row: 'row', cell: 'cell' }

export const Table = Node.create({
  name: 'table',
  extendNodeSchema: ({ name }) => (Object.hasOwn(TABLE_ROLES, name) ? { tableRole: TABLE_ROLES[name] } : {}),
  group: 'flow',
  content: 'row*',
  isolating: true,
  addAttributes: () => ({ id: fixed(null), headerRow: fixed(false), headerColumn: fixed(false) }),
  parseHTML: () => [
    {
      tag: 'table',
      getAttrs: (element) => {
        const { id, headerRow, headerColumn } = element.dataset
        const header =
          headerRow === undefined ? element.querySelector('tr:first-child > th') !== null : headerRow === 'true'
        const raw: Record<string, unknown> = { headerRow: header, headerColumn: headerColumn === 'true' }
        return { id: id ?? null, ...readAttributes(NODES['table']?.attributes ?? [], (name) => raw[name]) }
      },
    },
  ],
  renderHTML: ({ node }) => {
    const { id, headerRow, headerColumn } = node.attrs
    const data = { 'data-header-row': String(headerRow), 'data-header-column': String(headerColumn) }
    return ['table', { ...data, ...(id === null ? {} : { 'data-id': String(id) }) }, ['tbody', 0]]
  },
})

export const Row = Node.create({
  name: 'row',
  content: 'cell*',
  addAttributes: () => ({ id: fixed(null) }),
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
})

export const Cell = Node.create({
  name: 'cell',
  content: 'flow*',
  isolating: true,
  addAttributes: () => ({
    id: fixed(null),
    column: fixed(null),
    colwidth: fixed(null),
    // The table commands of ProseMirror want these; Dure's cells span nothing.
    colspan: fixed(1),
    rowspan: fixed(1),
  }),
  parseHTML: () => [{ tag: 'td' }, { tag: 'th' }],
  renderHTML: ({ node }) => {
    const { colwidth } = node.attrs
    return ['td', Array.isArray(colwidth) ? { style: `width: ${Number(colwidth[0])}px` } : {}, 0]
  },
})

export const TableBehaviour = Extension.create({
  name: 'tableBehaviour',
  priority: 800,
  addKeyboardShortcuts() {
    const go = (direction: 1 | -1) => () => goToNextCell(direction)(this.editor.state, this.editor.view.dispatch)
    return { Tab: go(1), 'Shift-Tab': go(-1) }
  },
  addProseMirrorPlugins: () => {
    const { spec } = tableEditing()
    const { appendTransaction } = spec
    return [
      new Plugin({
        ...spec,
        // Tables are rectangular by construction: there is nothing to fix after a key, and looking costs a walk.
        appendTransaction: (transactions, before, after) =>
          after.selection.empty ? null : appendTransaction?.call(spec as Plugin, transactions, before, after),
      }),
    ]
  },
})
