/**
 * The keys of writing: Enter, Backspace, Tab, and the shortcuts for kinds. Lists behave as lists do everywhere.
 * ProseMirror does not call these during a composition.
 */
import { isListKind, newBlockId } from '@dure/document'
import { Extension } from '@tiptap/core'
import { Fragment } from '@tiptap/pm/model'
import { AllSelection, type Command, NodeSelection, TextSelection } from '@tiptap/pm/state'
import { indentCode, isInCode, newLineInCode } from '../code/code-keys.ts'
import { newBlock, setAttributes } from './block-commands.ts'
import { blockStart, moveRangeBy, rangeToTake } from './block-ranges.ts'
import { caretBlock } from './selected-blocks.ts'

const FENCE = /^```([a-z0-9+#-]{0,20})$/i

/** What Enter makes after a block of this kind. */
const kindAfter = (kind: unknown): string => (kind === 'heading' ? 'paragraph' : String(kind))

/** Enter on an empty item, quote or code line: out of it, one level at a time. */
const leaveEmpty: Command = (state, dispatch) => {
  const block = caretBlock(state)
  if (!block || block.node.content.size > 0) return false
  const { kind, indent } = block.node.attrs
  if (kind === 'paragraph') return false
  const { tr } = state
  setAttributes(tr, block, isListKind(kind) && indent > 0 ? { indent: indent - 1 } : { kind: 'paragraph' })
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Enter after `| a | b |`: a table with these as its header, and the caret in the row below. */
const pipesToTable: Command = (state, dispatch) => {
  const block = caretBlock(state)
  const { table, row, cell } = state.schema.nodes
  if (block?.node.attrs['kind'] !== 'paragraph' || !table || !row || !cell) return false
  if (state.selection.$from.parentOffset < block.node.content.size || state.selection.$from.depth > 1) return false
  const heads = PIPES.exec(block.node.textContent)?.[1]?.split('|')
  if (!heads || heads.length < 2) return false
  const { schema, tr } = state
  const columns = heads.map(() => newBlockId())
  const makeRow = (texts: readonly string[]) =>
    row.create(
      { id: newBlockId() },
      texts.map((text, index) => {
        const content = text.trim() === '' ? undefined : Fragment.from(schema.text(text.trim()))
        return cell.create({ id: newBlockId(), column: columns[index] }, newBlock(schema, {}, content))
      }),
    )
  const header = makeRow(heads)
  const made = table.create({ id: newBlockId(), headerRow: true }, [header, makeRow(heads.map(() => ''))])
  tr.replaceWith(block.position, block.position + block.node.nodeSize, made)
  const after = block.position + made.nodeSize
  if (!tr.doc.resolve(after).nodeAfter) tr.insert(after, newBlock(schema))
  tr.setSelection(TextSelection.near(tr.doc.resolve(block.position + 1 + header.nodeSize + 1)))
  dispatch?.(tr.scrollIntoView())
  return true
}

const PIPES = /^\s*\|(.+\|.+)\|\s*$/

/** Enter after ``` (and a language) in a paragraph: a code block, as a space makes it. */
const fenceToCode: Command = (state, dispatch) => {
  const block = caretBlock(state)
  if (block?.node.attrs['kind'] !== 'paragraph' || state.selection.$from.parentOffset < block.node.content.size)
    return false
  const fence = FENCE.exec(block.node.textContent)
  if (!fence) return false
  const { tr } = state
  tr.delete(block.position + 1, block.position + 1 + block.node.content.size)
  setAttributes(tr, block, { kind: 'code', language: fence[1] || null })
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Enter on the empty last line of a callout or toggle: out of it. */
const leaveContainer: Command = (state, dispatch) => {
  const block = caretBlock(state)
  const { $from } = state.selection
  const container = $from.node(-1)
  if (!block || block.node.content.size > 0 || !LEFT_BY_ENTER.has(container.type.name)) return false
  if (container.childCount < 2 || $from.index(-1) < container.childCount - 1) return false
  const { tr } = state
  const after = $from.after(-1)
  tr.insert(after, block.node)
  tr.delete(block.position, block.position + block.node.nodeSize)
  tr.setSelection(TextSelection.create(tr.doc, tr.mapping.map(after, -1) + 1))
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Backspace at the very start of a callout or toggle takes it apart: what is in it stays. */
const unwrapAtStart: Command = (state, dispatch) => {
  const block = caretBlock(state)
  const { $from } = state.selection
  const container = $from.node(-1)
  if (!block || $from.parentOffset > 0 || $from.index(-1) > 0 || !LEFT_BY_ENTER.has(container.type.name)) return false
  const { tr } = state
  const start = $from.before(-1)
  tr.replaceWith(start, start + container.nodeSize, container.content)
  tr.setSelection(TextSelection.create(tr.doc, start + 1))
  dispatch?.(tr.scrollIntoView())
  return true
}

const LEFT_BY_ENTER: ReadonlySet<string> = new Set(['callout', 'toggle'])

const splitBlock: Command = (state, dispatch) => {
  const { tr } = state
  if (!state.selection.empty) tr.deleteSelection()
  const { $from } = tr.selection
  if (!$from.parent.isTextblock) return false
  const { attrs, content } = $from.parent
  if ($from.parentOffset === 0 && content.size > 0) {
    // The text stays the block it is; an empty one comes before it.
    const kind = kindAfter(attrs['kind'])
    tr.insert($from.before(), newBlock(state.schema, { ...attrs, kind, checked: false }))
  } else {
    const kind = $from.parentOffset === content.size ? kindAfter(attrs['kind']) : attrs['kind']
    tr.split($from.pos, 1, [{ type: $from.parent.type, attrs: { ...attrs, kind, checked: false, id: newBlockId() } }])
  }
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Backspace at the start: outdent, then plain, then join with what is before. */
const backspaceAtStart: Command = (state, dispatch) => {
  const block = caretBlock(state)
  if (!block || state.selection.$from.parentOffset > 0) return false
  const { kind, indent } = block.node.attrs
  const { tr } = state
  if (indent > 0) setAttributes(tr, block, { indent: indent - 1 })
  else if (kind !== 'paragraph') setAttributes(tr, block, { kind: 'paragraph' })
  else return false
  dispatch?.(tr.scrollIntoView())
  return true
}

/** Everything, deleted: a caret in an empty block, where a menu can open, rather than a selection of all there is. */
const clearAll: Command = (state, dispatch) => {
  if (!(state.selection instanceof AllSelection)) return false
  const { tr } = state
  tr.replaceWith(0, tr.doc.content.size, newBlock(state.schema))
  tr.setSelection(TextSelection.create(tr.doc, 1))
  dispatch?.(tr.scrollIntoView())
  return true
}

/** An image, a divider, or something of a newer version is selected first, never deleted by the way. */
const selectLeaf =
  (direction: -1 | 1): Command =>
  (state, dispatch) => {
    const block = caretBlock(state)
    const { parentOffset, parent } = state.selection.$from
    if (!block || parentOffset !== (direction < 0 ? 0 : parent.content.size)) return false
    const at = direction < 0 ? block.position : block.position + block.node.nodeSize
    const { nodeBefore, nodeAfter } = state.doc.resolve(at)
    const leaf = direction < 0 ? nodeBefore : nodeAfter
    if (!leaf?.isAtom) return false
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, direction < 0 ? at - leaf.nodeSize : at)))
    return true
  }

const hardBreak: Command = (state, dispatch) => {
  const type = state.schema.nodes['hardBreak']
  if (!type || !state.selection.$from.parent.isTextblock) return false
  if (state.selection.$from.parent.attrs['kind'] === 'code') return newLineInCode(state, dispatch)
  dispatch?.(state.tr.replaceSelectionWith(type.create(), true).scrollIntoView())
  return true
}

/** The selected blocks, of a list's item with the items under it, past their neighbour. */
const moveSelected =
  (direction: 'up' | 'down'): Command =>
  (state, dispatch) => {
    const start = blockStart(state.doc, state.selection.from)
    const range = start === undefined ? undefined : rangeToTake(state, start)
    const tr = range && moveRangeBy(state, range, direction)
    if (tr) dispatch?.(tr.scrollIntoView())
    // The key is not the browser's, even where there is nowhere to go: it would leave the text.
    return true
  }

export const BlockKeys = Extension.create({
  name: 'blockKeys',
  priority: 900,
  addKeyboardShortcuts() {
    const run = (command: Command) => () => command(this.editor.state, this.editor.view.dispatch, this.editor.view)
    // Asked anew at each key: `commands` holds the transaction of its moment.
    const commands = () => this.editor.commands
    const first =
      (...list: Command[]) =>
      () =>
        list.some((command) => command(this.editor.state, this.editor.view.dispatch, this.editor.view))
    const inCode = () => isInCode(this.editor.state)
    const inList = () => isListKind(caretBlock(this.editor.state)?.node.attrs['kind'])
    const inTable = () => {
      const { $from } = this.editor.state.selection
      for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === 'cell') return true
      return false
    }
    return {
      Enter: first(newLineInCode, fenceToCode, pipesToTable, leaveEmpty, leaveContainer, splitBlock),
      'Shift-Enter': run(hardBreak),
      Backspace: first(clearAll, backspaceAtStart, unwrapAtStart, selectLeaf(-1)),
      Delete: first(clearAll, selectLeaf(1)),
      Tab: () => {
        if (inCode()) return run(indentCode(1))()
        // Tab never throws the caret out of the text; in a table it goes on to the next cell, but for list items.
        if (inTable() && !inList()) return false
        return commands().indentBlocks(1) || !inTable()
      },
      'Shift-Tab': () => {
        if (inCode()) return run(indentCode(-1))()
        return inTable() && !inList() ? false : commands().indentBlocks(-1) || !inTable()
      },
      'Alt-ArrowUp': run(moveSelected('up')),
      'Alt-ArrowDown': run(moveSelected('down')),
      'Mod-Alt-0': () => commands().setBlock('paragraph'),
      'Mod-Alt-1': () => commands().toggleBlock('heading', { level: 1 }),
      'Mod-Alt-2': () => commands().toggleBlock('heading', { level: 2 }),
      'Mod-Alt-3': () => commands().toggleBlock('heading', { level: 3 }),
      'Mod-Shift-7': () => commands().toggleBlock('ordered'),
      'Mod-Shift-8': () => commands().toggleBlock('bullet'),
      'Mod-Shift-9': () => commands().toggleBlock('task'),
      'Mod-Enter': () => commands().toggleChecked(),
    }
  },
})
