/** Which text a link is for: the one at the caret, the selection, the word at the caret, or a place for a new one. */
import { getMarkRange } from '@tiptap/core'
import type { EditorState } from '@tiptap/pm/state'

export interface LinkTarget {
  readonly from: number
  readonly to: number
  /** Empty where there is none yet. */
  readonly href: string
}

/** The link that the caret is in. */
export function linkAt({ selection, schema }: EditorState): LinkTarget | undefined {
  const type = schema.marks['link']
  const range = type && getMarkRange(selection.$from, type)
  if (!type || !range) return undefined
  const node = selection.$from.doc.nodeAt(range.from)
  const href: unknown = node && type.isInSet(node.marks)?.attrs['href']
  return typeof href === 'string' ? { ...range, href } : undefined
}

/** Undefined in code, where nothing can be a link. */
export function linkTarget(state: EditorState): LinkTarget | undefined {
  const { $from, from, to, empty } = state.selection
  if (!$from.parent.isTextblock || $from.parent.attrs['kind'] === 'code') return undefined
  const link = linkAt(state)
  if (link && from >= link.from && to <= link.to) return link
  if (!empty) return { from, to, href: '' }
  const text = $from.parent.textBetween(0, $from.parent.content.size, undefined, '\ufffc')
  const before = /[\p{L}\p{N}\p{M}_-]*$/u.exec(text.slice(0, $from.parentOffset))?.[0].length ?? 0
  const after = /^[\p{L}\p{N}\p{M}_-]*/u.exec(text.slice($from.parentOffset))?.[0].length ?? 0
  return { from: from - before, to: from + after, href: '' }
}

/** What a person typed, as an address: a site needs no `https://`, a mail address no `mailto:`. */
export function addressOf(typed: string): string {
  const text = typed.trim()
  if (/^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/.test(text)) return `mailto:${text}`
  if (/^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+(:\d+)?([/?#]\S*)?$/u.test(text)) return `https://${text}`
  return text
}
