/** Tables: rows of cells; a cell names its column, so that the shape is right whatever two people add at once. */
import { NODES, readAttributes } from '@dure/document'
import { Node } from '@tiptap/core'

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
    const table = { ...data, ...(id === null ? {} : { 'data-id': String(id) }) }
    // A table that is wider than the page scrolls within its frame.
    return ['div', { class: 'table-frame' }, ['table', table, ['tbody', 0]]]
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
    color: fixed(null),
    // The table commands of ProseMirror want these; Dure's cells span nothing.
    colspan: fixed(1),
    rowspan: fixed(1),
  }),
  parseHTML: () => ['td', 'th'].map((tag) => ({ tag, getAttrs: cellAttributes })),
  renderHTML: ({ node }) => {
    const { colwidth, color } = node.attrs
    const width = Array.isArray(colwidth) ? `${Number(colwidth[0])}px` : undefined
    return [
      'td',
      {
        ...(width === undefined ? {} : { style: `width: ${width}; min-width: ${width}` }),
        ...(color === null ? {} : { 'data-color': String(color), 'data-ground': 'highlight' }),
      },
      0,
    ]
  },
})

const MIN_WIDTH_PX = 20
const MAX_WIDTH_PX = 4000

/** A width in pixels is the column's; any other (points, per cent) was made for another page. */
function cellAttributes(element: HTMLElement): Record<string, unknown> {
  const raw = /^(\d+)(?:\.\d+)?px$/.exec(element.style.width)?.[1]
  const width = raw === undefined ? undefined : Number(raw)
  const fits = width !== undefined && width >= MIN_WIDTH_PX && width <= MAX_WIDTH_PX
  const { color } = readAttributes(NODES['cell']?.attributes ?? [], (name) => element.dataset[name])
  return { color, colwidth: fits ? [width] : null }
}
