/** Keys inside of code: Tab and Shift-Tab indent lines, Enter keeps the margin and, on an empty last line, leaves. */
import { type Command, type EditorState, TextSelection } from '@tiptap/pm/state'
import { newBlock } from '../behaviour/block-commands.ts'
import { codeText } from './code-text.ts'

/** The code block that the selection is within. */
function codeAt(state: EditorState): { text: string; start: number; from: number; to: number } | undefined {
  const { $from, $to } = state.selection
  if ($from.parent.attrs['kind'] !== 'code' || !$from.sameParent($to)) return undefined
  return { text: codeText($from.parent), start: $from.start(), from: $from.parentOffset, to: $to.parentOffset }
}

export const isInCode = (state: EditorState): boolean => codeAt(state) !== undefined

/** As the code itself does it; a tab where it does not say. */
const unitOf = (text: string): string => /^( {2,8})\S/m.exec(text)?.[1]?.slice(0, 4) ?? '\t'

export const indentCode =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const code = codeAt(state)
    if (!code) return false
    const { text, start, from, to } = code
    const unit = unitOf(text)
    const { tr } = state
    if (by > 0 && from === to) tr.insertText(unit)
    // From the last line to the first, so that places stay true.
    else
      for (const line of lineStarts(text, from, to).toReversed()) {
        if (by > 0) tr.insertText(unit, start + line)
        else {
          const margin = /^(\t| {1,4})/.exec(text.slice(line, line + Math.max(1, unit.length)))?.[0].length ?? 0
          if (margin > 0) tr.delete(start + line, start + line + margin)
        }
      }
    dispatch?.(tr.scrollIntoView())
    return true
  }

const lineStart = (text: string, at: number): number => (at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1)

function lineStarts(text: string, from: number, to: number): readonly number[] {
  const starts = [lineStart(text, from)]
  for (let at = text.indexOf('\n', from); at >= 0 && at + 1 < to; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

export const newLineInCode: Command = (state, dispatch) => {
  const code = codeAt(state)
  if (!code) return false
  const { text, start, from, to } = code
  const { tr } = state
  const blank = /\n[ \t]*$/.exec(text)
  if (from === to && from === text.length && blank) {
    // The second Enter at the end leaves.
    tr.delete(start + blank.index, start + text.length)
    const after = tr.mapping.map(start + text.length) + 1
    tr.insert(after, newBlock(state.schema))
    tr.setSelection(TextSelection.create(tr.doc, after + 1))
  } else {
    const line = text.slice(lineStart(text, from), from)
    tr.insertText(`\n${/^[ \t]*/.exec(line)?.[0] ?? ''}`)
  }
  dispatch?.(tr.scrollIntoView())
  return true
}
