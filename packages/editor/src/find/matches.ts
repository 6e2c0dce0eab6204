/** Where a text, or a regular expression, occurs in the blocks of a document. */
import type { Node } from '@tiptap/pm/model'

export interface FindQuery {
  readonly text: string
  readonly regex: boolean
  readonly matchCase: boolean
}

export interface Match {
  /** Positions in the document. */
  readonly from: number
  readonly to: number
  /** What was found, and what each group of the expression found. */
  readonly groups: readonly string[]
}

/** More are neither counted nor drawn: nobody steps through them, and each is an element on the page. */
export const MAX_MATCHES = 2000

/** What stands for anything in a line that is not text; it cannot be typed into a query. */
const LEAF = '\ufffc'

/** Undefined for an expression that is none, and for a query that is empty. */
export function patternOf({ text, regex, matchCase }: FindQuery): RegExp | undefined {
  if (text === '') return undefined
  const flags = matchCase ? 'gu' : 'giu'
  if (!regex) return new RegExp(literal(text), flags)
  try {
    return new RegExp(text, flags)
  } catch {
    return undefined
  }
}

/** Hangul may stand in the document composed or in pieces, as other programs leave it: either is found. */
function literal(text: string): string {
  const forms = [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])]
  return forms.map((form) => form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')
}

/** In document order, at most `MAX_MATCHES`. A match lies within one block and is never empty. */
export function findMatches(root: Node, pattern: RegExp): readonly Match[] {
  const matches: Match[] = []
  root.descendants((node, position) => {
    if (matches.length >= MAX_MATCHES) return false
    if (!node.isTextblock) return true
    const text = node.textBetween(0, node.content.size, undefined, LEAF)
    for (const found of text.matchAll(pattern)) {
      if (matches.length >= MAX_MATCHES) break
      const [whole] = found
      if (whole === '') continue
      const from = position + 1 + found.index
      matches.push({ from, to: from + whole.length, groups: found.map((group) => group ?? '') })
    }
    return false
  })
  return matches
}

/** The replacement of a match: `$1` to `$99` and `$&` stand for what an expression found, `$$` for a dollar sign. */
export function replacementFor(match: Match, template: string, regex: boolean): string {
  if (!regex) return template
  return template.replace(/\$(\$|&|\d{1,2})/g, (whole, what: string) => {
    if (what === '$') return '$'
    if (what === '&') return match.groups[0] ?? ''
    const group = match.groups[Number(what)]
    return what === '0' || what === '00' || group === undefined ? whole : group
  })
}
