/** Where a sign stands in the text, and what was typed after it. Pure; sign-menu-state.ts keeps the one that is open. */
import type { EditorState } from '@tiptap/pm/state'
import { SIGNS, type Sign } from './signs.ts'

export interface SignQuery {
  readonly sign: Sign
  /** Where the sign is. */
  readonly from: number
  /** Where the caret is, after what was typed. */
  readonly to: number
  /** Without the sign. */
  readonly text: string
}

/** Stands for what is no text. */
const LEAF = '\ufffc'

/** At the start of a word, and not in code, where a sign is a sign. */
export function mayOpen(state: EditorState, at: number, sign: Sign): boolean {
  const $at = state.doc.resolve(at)
  const { parent, parentOffset } = $at
  if (!parent.isTextblock || parent.type.spec.code === true || parent.attrs['kind'] === 'code') return false
  if ($at.marks().some((mark) => mark.type.name === 'code')) return false
  const before = parent.textBetween(Math.max(0, parentOffset - 1), parentOffset, undefined, ' ')
  return before === '' || SIGNS[sign].after.test(before)
}

/** Null when the caret, or what was typed, left it. */
export function queryAt(state: EditorState, from: number, sign: Sign): SignQuery | null {
  const { $head, empty } = state.selection
  if (!empty || from >= $head.pos || from < $head.start()) return null
  const typed = state.doc.textBetween(from, $head.pos, undefined, LEAF)
  const text = typed.slice(sign.length)
  const { query, maxLength } = SIGNS[sign]
  if (!typed.startsWith(sign) || typed.includes(LEAF) || text.length > maxLength || !query.test(text)) return null
  return { sign, from, to: $head.pos, text }
}
