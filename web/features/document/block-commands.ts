/** What the slash menu can make beyond text: blocks that hold others, tables, and what is shown rather than written. */
import type { Editor } from '@tiptap/core'
import type { PlainKey } from '../language/translate.ts'
import { isoDate } from './blocks/date-words.ts'
import { DIAGRAM_LANGUAGE } from './blocks/diagram-language.ts'
import type {} from './signs/sign-menu-state.ts'
import type { Sign } from './signs/signs.ts'
import { focused, type TextCommand } from './text-commands.ts'

const inserts = (label: PlainKey, run: (editor: Editor) => void): TextCommand => ({
  label,
  keys: '',
  isActive: () => false,
  run,
})

const ROWS = 3
const COLUMNS = 3

/** What a new diagram shows: enough to see how it is written. */
const FIRST_DIAGRAM = 'flowchart LR\n  A[Start] --> B{Choice}\n  B --> C[One way]\n  B --> D[The other]'

function insertDiagram(editor: Editor): void {
  focused(editor).setBlock('code', { language: DIAGRAM_LANGUAGE }).run()
  const { state, view } = editor
  if (state.selection.$from.parent.content.size === 0) view.dispatch(state.tr.insertText(FIRST_DIAGRAM))
}

function insertInlineMath(editor: Editor): void {
  const at = editor.state.selection.from
  focused(editor)
    .insertContentAt(at, { type: 'inlineMath', attrs: { source: '' } })
    .setNodeSelection(at)
    .run()
}

function insertToday(editor: Editor): void {
  const target = isoDate(new Date())
  const attrs = { of: 'date', target, label: target }
  focused(editor)
    .insertContentAt(editor.state.selection.from, [
      { type: 'mention', attrs },
      { type: 'text', text: ' ' },
    ])
    .run()
}

/** As if the sign had been typed. */
function openSign(editor: Editor, sign: Sign): void {
  focused(editor).openSignMenu(sign).run()
}

export const STRUCTURES = {
  table: inserts('block.table', (editor) => void focused(editor).insertTable(ROWS, COLUMNS).run()),
  toggle: inserts('block.toggle', (editor) => void focused(editor).wrapBlocks('toggle').run()),
  callout: inserts('block.callout', (editor) => void focused(editor).wrapBlocks('callout').run()),
  'columns-2': inserts('block.columns-2', (editor) => void focused(editor).insertColumns(2).run()),
  'columns-3': inserts('block.columns-3', (editor) => void focused(editor).insertColumns(3).run()),
  contents: inserts('block.contents', (editor) => void focused(editor).insertLeaf('contents').run()),
  math: inserts('block.math', (editor) => void focused(editor).insertLeaf('math').selectLeafBefore().run()),
  'inline-math': inserts('block.inline-math', insertInlineMath),
  diagram: inserts('block.diagram', insertDiagram),
  embed: inserts('block.embed', (editor) => void focused(editor).insertLeaf('embed').selectLeafBefore().run()),
  date: inserts('block.date', insertToday),
  emoji: inserts('block.emoji', (editor) => openSign(editor, ':')),
  mention: inserts('block.mention', (editor) => openSign(editor, '@')),
  'page-link': inserts('block.page-link', (editor) => openSign(editor, '@')),
  'columns-4': inserts('block.columns-4', (editor) => void focused(editor).insertColumns(4).run()),
} as const satisfies Record<string, TextCommand>
