/** One paragraph's Markdown as text under marks. What is no mark is text, so nothing written is ever lost. */
import type { InlineNode } from '../project/document-tree.ts'
import { safeUrl } from '../schema/attribute.ts'

type Marks = Readonly<Record<string, unknown>>

interface Rule {
  readonly find: RegExp
  readonly read: (match: RegExpExecArray, marks: Marks) => readonly InlineNode[]
}

const under = (name: string, value: unknown, marks: Marks, text = ''): InlineNode[] =>
  readInline(text, { ...marks, [name]: value })

const rules: readonly Rule[] = [
  { find: /\\\n/y, read: (_, marks) => [{ insert: { type: 'hardBreak' }, marks }] },
  { find: /\\([!-/:-@[-`{-~])/y, read: ([, character = ''], marks) => [{ insert: character, marks }] },
  { find: /(`+)(?!`)([\s\S]*?[^`])\1(?!`)/y, read: ([, , text = ''], marks) => [codeOf(text, marks)] },
  {
    find: /\[((?:\\.|[^\]\\])+)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/y,
    read: ([whole, text = '', href], marks) => {
      const safe = safeUrl(href)
      return safe === undefined ? [{ insert: whole, marks }] : under('link', { href: safe }, marks, text)
    },
  },
  {
    find: /<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+)>/y,
    read: ([, href = ''], marks) => [{ insert: href, marks: { ...marks, link: { href } } }],
  },
  {
    find: /\*\*(?=\S)((?:\\.|[^\\])+?)(?<=\S)\*\*(?!\*)/y,
    read: ([, text], marks) => under('bold', true, marks, text),
  },
  {
    find: /(?<!\w)__(?=\S)((?:\\.|[^\\])+?)(?<=\S)__(?!\w)/y,
    read: ([, text], marks) => under('bold', true, marks, text),
  },
  { find: /\*(?=[^\s*])((?:\\.|[^\\*])+?)(?<=\S)\*/y, read: ([, text], marks) => under('italic', true, marks, text) },
  {
    find: /(?<!\w)_(?=[^\s_])((?:\\.|[^\\_])+?)(?<=\S)_(?!\w)/y,
    read: ([, text], marks) => under('italic', true, marks, text),
  },
  { find: /~~(?=\S)((?:\\.|[^\\])+?)(?<=\S)~~/y, read: ([, text], marks) => under('strike', true, marks, text) },
  {
    find: /==(?=\S)((?:\\.|[^\\])+?)(?<=\S)==/y,
    read: ([, text], marks) => under('highlight', { color: 'yellow' }, marks, text),
  },
  { find: /<u>([\s\S]+?)<\/u>/y, read: ([, text], marks) => under('underline', true, marks, text) },
  {
    find: /(?<![\w$])\$(?=\S)([^$\n]+?)(?<=\S)\$(?![\w$])/y,
    read: ([, source = ''], marks) => [{ insert: { type: 'inlineMath', source }, marks }],
  },
]

function codeOf(text: string, marks: Marks): InlineNode {
  const inner = /^ .*` $|^ `.* $/.test(text) ? text.slice(1, -1) : text
  return { insert: inner, marks: { ...marks, code: true } }
}

/** Each delimiter looks for its partner to the end: what is longer than any paragraph is read as plain text. */
const MAX_MARKED_LENGTH = 5_000

export function readInline(text: string, marks: Marks = {}): InlineNode[] {
  if (text.length > MAX_MARKED_LENGTH) return [{ insert: text, marks }]
  const out: InlineNode[] = []
  let plain = ''
  const flush = () => {
    if (plain !== '') out.push({ insert: plain, marks })
    plain = ''
  }
  for (let at = 0; at < text.length; ) {
    const match = matchAt(text, at)
    if (!match) {
      // A line that merely wraps is one line.
      plain += text[at] === '\n' ? ' ' : text[at]
      at += 1
      continue
    }
    flush()
    out.push(...match.rule.read(match.found, marks))
    at += match.found[0].length
  }
  flush()
  return out
}

function matchAt(text: string, at: number): { rule: Rule; found: RegExpExecArray } | undefined {
  if (!/[\\`[<*_~=$]/.test(text[at] ?? '')) return undefined
  for (const rule of rules) {
    rule.find.lastIndex = at
    const found = rule.find.exec(text)
    if (found) return { rule, found }
  }
  return undefined
}
