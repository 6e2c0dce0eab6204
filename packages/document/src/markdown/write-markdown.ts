/**
 * A document as Markdown: CommonMark with GitHub's tables, tasks, strikethrough and alerts, `==highlight==`, `$math$`, and
 * HTML where Markdown has no word (underline, toggles). Colours, widths and alignment are left out. Read back by
 * `readMarkdown`, everything else is what it was.
 */
import type { DocumentNode, InlineNode } from '../project/document-tree.ts'
import { blockText } from '../project/plain-text.ts'
import { isListKind } from '../schema/blocks.ts'
import { type EmbedValue, embedAttributes, embedText, markAttributes } from '../schema/inline.ts'
import { ALERTS } from './alerts.ts'

/** Deep enough for a child of "1. " and not so deep as to be code below "- ". */
const LIST_INDENT = '    '

export function writeMarkdown(nodes: readonly DocumentNode[]): string {
  let out = ''
  let before: DocumentNode | undefined
  let number = numbering()
  let inList = false
  for (const node of nodes) {
    // What is indented after an item stands under it, and the list goes on.
    const depth: number = inList && node.name === 'block' ? Number(node.attributes['indent']) : 0
    inList = isItem(node) || depth > 0
    if (!inList) number = numbering()
    const text = isItem(node)
      ? itemLine(node, number)
      : nodeLines(node)?.replaceAll(/^(?!$)/gm, LIST_INDENT.repeat(depth))
    if (text === undefined) continue
    if (before) out += isItem(before) && isItem(node) ? '\n' : isQuote(before) && isQuote(node) ? '\n>\n' : '\n\n'
    out += text
    before = node
  }
  return out
}

const kindOf = (node: DocumentNode): unknown => (node.name === 'block' ? node.attributes['kind'] : undefined)
const isItem = (node: DocumentNode): boolean => isListKind(kindOf(node))
const isQuote = (node: DocumentNode): boolean => kindOf(node) === 'quote'

/** Numbers of ordered items, one count a level; a less deep item ends the deeper counts. */
function numbering(): (indent: number, isOrdered: boolean) => number {
  const counts: number[] = []
  return (indent, isOrdered) => {
    counts.length = Math.min(counts.length, indent + 1)
    counts[indent] = isOrdered ? (counts[indent] ?? 0) + 1 : 0
    return counts[indent] ?? 1
  }
}

function itemLine(node: DocumentNode, number: ReturnType<typeof numbering>): string {
  const { kind, indent, checked } = node.attributes
  const depth = Number(indent)
  const count = number(depth, kind === 'ordered')
  const marker = kind === 'ordered' ? `${count}.` : kind === 'task' ? `- [${checked === true ? 'x' : ' '}]` : '-'
  const margin = LIST_INDENT.repeat(depth)
  return `${margin}${marker} ${inline(node.content ?? []).replaceAll('\n', `\n${margin}${LIST_INDENT}`)}`
}

function nodeLines(node: DocumentNode): string | undefined {
  const { attributes, children = [] } = node
  switch (node.name) {
    case 'block':
      return blockLines(node)
    case 'divider':
      return '---'
    case 'contents':
      return '[TOC]'
    case 'image':
      return `![${escaped(String(attributes['alt'] || attributes['caption']))}](${address(fileAddress(attributes))})`
    case 'video':
    case 'file':
      return `[${escaped(String(attributes['name']))}](${address(fileAddress(attributes))})`
    case 'embed':
      return `<${String(attributes['src'])}>`
    case 'math':
      return `$$\n${String(attributes['source'])}\n$$`
    case 'callout': {
      const alert = Object.entries(ALERTS).find(([, tone]) => tone === attributes['tone'])?.[0] ?? 'NOTE'
      return quoted(`[!${alert}]\n${writeMarkdown(children)}`)
    }
    case 'toggle': {
      const [first, ...rest] = children
      const summary = first?.content ? inline(first.content) : ''
      const inside = writeMarkdown(first?.content ? rest : children)
      return `<details>\n<summary>${summary}</summary>\n\n${inside}\n\n</details>`
    }
    case 'table':
      return tableLines(children)
    default:
      // Columns have no word in Markdown; what stands in them does.
      return children.length > 0 ? writeMarkdown(children) : undefined
  }
}

function blockLines(node: DocumentNode): string {
  const { kind, level, language } = node.attributes
  if (kind === 'code') {
    const text = blockText(node)
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
    const fence = '`'.repeat(longest + 1)
    return `${fence}${language ?? ''}\n${text}\n${fence}`
  }
  const text = inline(node.content ?? [])
  if (kind === 'heading') return `${'#'.repeat(Number(level))} ${text.replaceAll('\n', ' ')}`
  if (kind === 'quote') return quoted(text)
  return text.replace(/^(#{1,6} |[-+>](?= |$)|\d+[.)](?= ))/, (start) => start.replace(/([-#+>.)])/, '\\$1'))
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n')

function tableLines(rows: readonly DocumentNode[]): string {
  const cell = ({ children = [] }: DocumentNode) =>
    children
      .map((child) => inline(child.content ?? []))
      .join(' ')
      .replaceAll('\\\n', ' ')
      .replaceAll('|', '\\|')
  const lines = rows.map(({ children = [] }) => `| ${children.map(cell).join(' | ')} |`)
  const [head = ''] = lines
  const columns = rows[0]?.children?.length ?? 0
  return [head, `|${' --- |'.repeat(columns)}`, ...lines.slice(1)].join('\n')
}

/** A file of the document's own has no address outside of it: whoever exports both writes it there. */
const fileAddress = ({ src, attachment, name }: DocumentNode['attributes']): unknown =>
  attachment === null || attachment === undefined ? src : `attachments/${String(attachment)}/${String(name)}`

const address = (src: unknown): string => String(src).replaceAll(/[\s()<>]/g, encodeURIComponent)

const escaped = (text: string): string => text.replaceAll(/[\\`*_[\]<>~$]|==/g, '\\$&')

/** From the outside in, so that marks nest the same way each time. */
const DELIMITERS: readonly (readonly [mark: string, open: string, close: string])[] = [
  ['bold', '**', '**'],
  ['italic', '*', '*'],
  ['strike', '~~', '~~'],
  ['highlight', '==', '=='],
  ['underline', '<u>', '</u>'],
]

function inline(content: readonly InlineNode[]): string {
  return content.map(({ insert, marks }) => marked(insert, marks)).join('')
}

function marked(insert: string | EmbedValue, marks: Readonly<Record<string, unknown>>): string {
  const has = (name: string) => markAttributes(name, marks[name]) !== undefined && marks[name] != null
  if (typeof insert !== 'string') return embedded(insert)
  // Delimiters stand at letters, never at spaces: "** a**" is no bold.
  const [, lead = '', body = '', tail = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(insert) ?? []
  if (body === '') return insert
  let text = has('code') ? codeSpan(body) : escaped(body)
  for (const [mark, open, close] of DELIMITERS.toReversed()) if (has(mark)) text = `${open}${text}${close}`
  const href = has('link') ? markAttributes('link', marks['link'])?.['href'] : undefined
  if (typeof href === 'string' && href !== '') text = `[${text}](${address(href)})`
  return `${lead}${text}${tail}`
}

function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const ticks = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${ticks}${pad}${text}${pad}${ticks}`
}

function embedded(embed: EmbedValue): string {
  if (embed.type === 'hardBreak') return '\\\n'
  if (embed.type === 'inlineMath') return `$${embedText(embed)}$`
  if (embed.type === 'mention') return mention(embed)
  return escaped(embedText(embed))
}

/** A page is a link to it; a person and a date are words. */
function mention(embed: EmbedValue): string {
  const { of, target, label } = embedAttributes(embed) ?? {}
  const text = escaped(String(label === '' || label === undefined ? target : label))
  if (of === 'document') return `[${text}](/d/${encodeURIComponent(String(target))})`
  return of === 'date' ? text : `@${text}`
}
