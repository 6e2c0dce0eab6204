/** What random people do to a document. Each action is drawn from the seed and says in words what it did. */
import { BLOCK_KINDS, newBlockId } from '@dure/document'
import type { SeededRandom } from '@dure/testkit'
import { Fragment, Slice } from '@tiptap/pm/model'
import { newBlock } from '../behaviour/block-commands.ts'
import { type Action, atCaret, randomCaret, textBlocksOf } from './fuzz-places.ts'
import { caption, columnTools, removeLeaf, structure, table, tableTools } from './fuzz-structure.ts'

const type: Action = atCaret((person, random, token) => {
  const text = Array.from({ length: random.int(1, 3) }, token).join('')
  person.type(text)
  return `type ${text}`
})

const deleteRange: Action = atCaret((person, random) => {
  const from = person.editor.state.selection.from
  const to = random.chance(0.7)
    ? Math.min(from + random.int(1, 4), person.editor.state.selection.$from.end())
    : (randomCaret(person, random) ?? from)
  person.caret(from, to)
  person.editor.view.dispatch(person.editor.state.tr.deleteSelection())
  return `delete ${from}-${to}`
})

const press = (key: string): Action =>
  atCaret((person, random) => {
    if (key === 'Backspace' && random.chance(0.7)) person.caret(person.editor.state.selection.$from.start())
    person.press(key)
    return `${key} at ${person.editor.state.selection.from}`
  })

const kind: Action = atCaret((person, random) => {
  const chosen = random.pick(BLOCK_KINDS)
  person.editor.commands.setBlock(chosen, { level: random.int(1, 3) })
  return `becomes ${chosen}`
})

const indent: Action = atCaret((person, random) => {
  const by = random.pick([1, -1] as const)
  person.editor.commands.indentBlocks(by)
  return `indent ${by}`
})

const style: Action = atCaret((person, random) => {
  const { from, $from } = person.editor.state.selection
  const name = random.pick(['bold', 'italic', 'highlight'] as const)
  const to = random.int(from, $from.end())
  person.caret(from, to).editor.commands.toggleStyle(name)
  return `${name} ${from}-${to}`
})

const move: Action = atCaret((person, random) => {
  const direction = random.pick(['up', 'down'] as const)
  person.editor.commands.moveBlocks(direction)
  return `move ${direction}`
})

const drag: Action = (person, random) => {
  const { root } = person
  const from = random.int(0, root.childCount - 1)
  const targets = textBlocksOf(person)
  if (targets.length === 0) return 'drag nowhere'
  const target = random.pick(targets)
  const node = root.child(from)
  let position = 0
  for (let index = 0; index < from; index += 1) position += root.child(index).nodeSize
  const to = root.resolve(target.start).before()
  if (to >= position && to <= position + node.nodeSize) return 'drag nowhere'
  const { tr } = person.editor.state
  tr.delete(position, position + node.nodeSize)
  tr.insert(tr.mapping.map(to), node)
  person.editor.view.dispatch(tr)
  return `drag ${position} to ${to}`
}

const cutAndPaste: Action = (person, random) => {
  const { root } = person
  const index = random.int(0, root.childCount - 1)
  const node = root.child(index)
  let position = 0
  for (let before = 0; before < index; before += 1) position += root.child(before).nodeSize
  if (root.childCount < 2 || !node.isTextblock) return 'cut nothing'
  person.editor.view.dispatch(person.editor.state.tr.delete(position, position + node.nodeSize))
  const target = random.int(0, person.root.childCount)
  let to = 0
  for (let before = 0; before < target; before += 1) to += person.root.child(before).nodeSize
  person.editor.view.dispatch(person.editor.state.tr.insert(to, node))
  return `cut ${position} paste ${to}`
}

const removeBlock: Action = atCaret((person) => {
  person.editor.commands.deleteBlock()
  return 'delete block'
})

const pasteBlocks: Action = atCaret((person, random, token) => {
  const { schema } = person.editor
  const blocks = Array.from({ length: random.int(1, 3) }, () =>
    newBlock(schema, { kind: random.pick(BLOCK_KINDS) }, Fragment.from(schema.text(token() + token()))),
  )
  const open = random.pick([0, 1])
  person.editor.view.dispatch(
    person.editor.state.tr.replaceSelection(new Slice(Fragment.fromArray(blocks), open, open)),
  )
  return `paste ${blocks.length} blocks, open ${open}`
})

const wrap: Action = atCaret((person, random) => {
  if (person.editor.state.selection.$from.depth > 3) return 'deep enough'
  const name = random.pick(['callout', 'toggle'] as const)
  const to = random.chance(0.5) ? randomCaret(person, random) : undefined
  if (to !== undefined) person.caret(person.editor.state.selection.from, to)
  person.editor.commands.wrapBlocks(name)
  return `wrap in ${name}`
})

const unwrap: Action = atCaret((person) => {
  person.editor.commands.unwrapBlocks()
  return 'unwrap'
})

const several: Action = (person, random, token) => {
  const { tr } = person.editor.state
  const places = textBlocksOf(person)
    .map(({ node, start }) => start + random.int(0, node.content.size))
    .reverse()
    .slice(0, 4)
  for (const place of places) tr.insertText(token(), place)
  person.editor.view.dispatch(tr)
  return `one transaction at ${places.join(', ')}`
}

const rewriteAll: Action = (person) => {
  const { doc, tr } = person.editor.state
  person.editor.view.dispatch(tr.replaceWith(0, doc.content.size, doc.content).setMeta('id', newBlockId()))
  return 'replace everything by itself'
}

const undo: Action = (person) => `undo ${person.undo.undo()}`
const redo: Action = (person) => `redo ${person.undo.redo()}`

const WEIGHTED: readonly (readonly [number, string, Action])[] = [
  [12, 'type', type],
  [4, 'deleteRange', deleteRange],
  [7, 'enter', press('Enter')],
  [6, 'backspace', press('Backspace')],
  [2, 'break', press('Shift-Enter')],
  [3, 'kind', kind],
  [2, 'indent', indent],
  [3, 'style', style],
  [3, 'move', move],
  [3, 'drag', drag],
  [2, 'cutAndPaste', cutAndPaste],
  [2, 'removeBlock', removeBlock],
  [3, 'pasteBlocks', pasteBlocks],
  [2, 'wrap', wrap],
  [1, 'unwrap', unwrap],
  [2, 'structure', structure],
  [4, 'table', table],
  [1, 'removeLeaf', removeLeaf],
  [2, 'several', several],
  [1, 'rewriteAll', rewriteAll],
  [4, 'undo', undo],
  [2, 'redo', redo],
]

const WITH_TOOLS: typeof WEIGHTED = [
  ...WEIGHTED,
  [5, 'tableTools', tableTools],
  [3, 'columnTools', columnTools],
  [3, 'caption', caption],
]

const totalOf = (list: typeof WEIGHTED) => list.reduce((sum, [weight]) => sum + weight, 0)

/** @param isFormer As it was before there were tools for tables and columns: for the seeds that failed then. */
export function randomAction(random: SeededRandom, isFormer = false): { readonly name: string; readonly act: Action } {
  const list = isFormer ? WEIGHTED : WITH_TOOLS
  let draw = random.int(1, totalOf(list))
  for (const [weight, name, act] of list) {
    draw -= weight
    if (draw <= 0) return { name, act }
  }
  return { name: 'type', act: type }
}
