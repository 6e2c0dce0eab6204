/** What random people do to tables, columns, pictures and other structure. */
import type { SeededRandom } from '@dure/testkit'
import { NodeSelection } from '@tiptap/pm/state'
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, isInTable } from '@tiptap/pm/tables'
import { containerAround } from '../behaviour/structure-commands.ts'
import { type Action, atCaret, textBlocksOf } from './fuzz-places.ts'
import type { Person } from './merge-world.ts'

const FILE_ATTRIBUTES: Readonly<Record<string, Record<string, unknown>>> = {
  image: { src: '/a.png', alt: 'a', naturalWidth: 40, naturalHeight: 30 },
  video: { attachment: 'v'.repeat(22), name: 'v.mp4', align: 'left' },
  file: { attachment: 'f'.repeat(22), name: 'f.pdf', size: 7 },
}

export const structure: Action = atCaret((person, random) => {
  const { $from } = person.editor.state.selection
  if ($from.depth > 1) return 'no structure inside structure'
  const what = random.pick(['table', 'columns', 'divider', 'image', 'video', 'file'] as const)
  if (what === 'table') person.editor.commands.insertTable(2, 2)
  else if (what === 'columns') person.editor.commands.insertColumns(2)
  else person.editor.commands.insertLeaf(what, FILE_ATTRIBUTES[what] ?? {})
  return `insert ${what}`
})

export const table: Action = (person, random) => {
  const cells = textBlocksOf(person).filter(({ start }) => {
    const $start = person.root.resolve(start)
    return Array.from({ length: $start.depth }, (_, depth) => $start.node(depth)).some(
      (node) => node.type.name === 'cell',
    )
  })
  if (cells.length === 0) return structure(person, random, () => '')
  person.caret(random.pick(cells).start)
  if (!isInTable(person.editor.state)) return 'no table'
  const name = random.pick(['addRow', 'addColumn', 'deleteRow', 'deleteColumn'] as const)
  const command = { addRow: addRowAfter, addColumn: addColumnAfter, deleteRow, deleteColumn }[name]
  command(person.editor.state, person.editor.view.dispatch)
  return name
}

function caretInTable(person: Person, random: SeededRandom): boolean {
  const cells = textBlocksOf(person).filter(({ start }) => {
    const $start = person.root.resolve(start)
    return Array.from({ length: $start.depth }, (_, depth) => $start.node(depth).type.name).includes('cell')
  })
  if (cells.length === 0) return false
  person.caret(random.pick(cells).start)
  return isInTable(person.editor.state)
}

export const tableTools: Action = (person, random, token) => {
  if (!caretInTable(person, random)) return structure(person, random, token)
  const { commands } = person.editor
  const by = random.pick([1, -1] as const)
  const name = random.pick(['moveRow', 'moveColumn', 'colour', 'width', 'header', 'deleteTable'] as const)
  if (name === 'moveRow') commands.moveRow(by)
  else if (name === 'moveColumn') commands.moveColumn(by)
  else if (name === 'colour') commands.colorCells(random.pick(['red', 'blue', null]))
  else if (name === 'width') commands.setColumnWidth(random.pick([100, 200, null]))
  else if (name === 'header') commands.toggleHeader(random.pick(['row', 'column'] as const))
  else if (random.chance(0.2)) commands.deleteTable()
  return `${name} ${by}`
}

export const columnTools: Action = atCaret((person, random) => {
  const name = random.pick(['count', 'unwrap', 'tone', 'delete'] as const)
  const { commands } = person.editor
  if (name === 'count') commands.setColumnCount(random.int(2, 4))
  else if (name === 'unwrap') commands.unwrapColumns()
  else if (name === 'delete' && random.chance(0.2)) commands.deleteContainer()
  else {
    const callout = containerAround(person.editor.state, ['callout'])
    if (callout) commands.setAttributesAt(callout.position, { tone: random.pick(['info', 'danger']), icon: '🌱' })
  }
  return `columns: ${name}`
})

export const removeLeaf: Action = (person, random) => {
  const leaves: number[] = []
  person.root.descendants((node, position) => {
    if (!node.isTextblock && !node.isInline) leaves.push(position)
    return !node.isTextblock
  })
  const chosen = leaves.length > 0 ? random.pick(leaves) : undefined
  if (chosen === undefined || !NodeSelection.isSelectable(person.root.nodeAt(chosen) ?? person.root)) return 'no leaf'
  person.editor.view.dispatch(
    person.editor.state.tr.setSelection(NodeSelection.create(person.root, chosen)).deleteSelection(),
  )
  return `delete node at ${chosen}`
}

/** Letters that are no tokens: who deletes a picture deletes what others write under it meanwhile. */
export const caption: Action = (person, random, token) => {
  const pictures: { readonly position: number; readonly words: string }[] = []
  person.root.descendants((node, position) => {
    const words: unknown = node.attrs['caption']
    if (typeof words === 'string') pictures.push({ position, words })
    return !node.isTextblock
  })
  if (pictures.length === 0) return structure(person, random, token)
  const { position, words } = random.pick(pictures)
  const at = random.int(0, words.length)
  const letter = random.pick(['a', 'b', '🌾'])
  const rest = words.slice(at + (random.chance(0.3) ? 2 : 0))
  person.editor.commands.setLeafAttributes(position, { caption: (words.slice(0, at) + letter + rest).toWellFormed() })
  return `caption ${position}: ${letter} at ${at}`
}
