/** Which blocks around the selection have tools. Read at every transaction, so it is cheap: it looks up, never down. */
import type { Editor } from '@tiptap/core'
import { NodeSelection } from '@tiptap/pm/state'

/** What stands around the caret, from the inside out; each at most once. */
export interface BlockPlaces {
  /** Position of the code block the caret is in. */
  readonly code: number | undefined
  /** Of the innermost table, and the cell in it. */
  readonly table: number | undefined
  readonly cell: number | undefined
  /** Of the innermost callout, toggle or columns. */
  readonly container: number | undefined
  /** Of the innermost columns. */
  readonly columns: number | undefined
  /** Of a selected leaf that can be changed. */
  readonly leaf: number | undefined
}

const CONTAINERS: ReadonlySet<string> = new Set(['callout', 'toggle', 'columns'])
const LEAVES: ReadonlySet<string> = new Set(['math', 'inlineMath', 'embed'])

export function blockPlaces({ state }: Pick<Editor, 'state'>): BlockPlaces {
  const { selection } = state
  const { $from } = selection
  let table: number | undefined
  let cell: number | undefined
  let container: number | undefined
  let columns: number | undefined
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const { name } = $from.node(depth).type
    if (name === 'cell' && table === undefined) cell ??= $from.before(depth)
    if (name === 'table') table ??= $from.before(depth)
    if (CONTAINERS.has(name)) container ??= $from.before(depth)
    if (name === 'columns') columns ??= $from.before(depth)
  }
  const isCode = $from.parent.attrs['kind'] === 'code' && $from.sameParent(selection.$to)
  const isLeaf = selection instanceof NodeSelection && LEAVES.has(selection.node.type.name)
  return {
    code: isCode ? $from.before() : undefined,
    table,
    cell,
    container,
    columns,
    leaf: isLeaf ? selection.from : undefined,
  }
}

export const hasTools = (places: BlockPlaces): boolean =>
  places.code !== undefined || places.table !== undefined || places.container !== undefined || places.leaf !== undefined
