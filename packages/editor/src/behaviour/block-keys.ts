/**
 * The keys of writing: Enter, Backspace, Tab, and the shortcuts for kinds. Lists behave as lists do everywhere.
 * ProseMirror does not call these during a composition.
 */
import { isListKind, newBlockId } from '@dure/document'
import { Extension } from '@tiptap/core'
import { type Command, NodeSelection, TextSelection } from '@tiptap/pm/state'
import { newBlock, setAttributes } from './block-commands.ts'
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

const newLineInCode: Command = (state, dispatch) => {
  const { $from, $to } = state.selection
  if ($from.parent.attrs['kind'] !== 'code' || !$from.sameParent($to)) return false
  const { tr } = state
  const text = $from.parent.textContent
  if (state.selection.empty && $from.parentOffset === text.length && text.endsWith('\n')) {
    // The second Enter at the end leaves.
    tr.delete($from.pos - 1, $from.pos)
    const after = tr.mapping.map($from.after())
    tr.insert(after, newBlock(state.schema))
    tr.setSelection(TextSelection.create(tr.doc, after + 1))
  } else tr.insertText('\n')
  dispatch?.(tr.scrollIntoView())
  return true
}

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
    const inCode = () => caretBlock(this.editor.state)?.node.attrs['kind'] === 'code'
    const inList = () => isListKind(caretBlock(this.editor.state)?.node.attrs['kind'])
    const inTable = () => {
      const { $from } = this.editor.state.selection
      for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type.name === 'cell') return true
      return false
    }
    return {
      Enter: first(newLineInCode, fenceToCode, leaveEmpty, splitBlock),
      'Shift-Enter': run(hardBreak),
      Backspace: first(backspaceAtStart, selectLeaf(-1)),
      Delete: run(selectLeaf(1)),
      Tab: () => {
        if (inCode()) return commands().insertContent('\t')
        // Tab never throws the caret out of the text; in a table it goes on to the next cell, but for list items.
        if (inTable() && !inList()) return false
        return commands().indentBlocks(1) || !inTable()
      },
      'Shift-Tab': () => (inTable() && !inList() ? false : commands().indentBlocks(-1) || !inTable()),
      'Alt-ArrowUp': () => commands().moveBlocks('up'),
      'Alt-ArrowDown': () => commands().moveBlocks('down'),
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
