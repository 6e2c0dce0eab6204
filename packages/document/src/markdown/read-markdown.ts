/** Markdown as a document: what `writeMarkdown` writes, and what people paste from elsewhere. Flat, like every document. */
import type { DocumentNode, InlineNode } from '../project/document-tree.ts'
import { type Attributes, readAttributes, safeUrl } from '../schema/attribute.ts'
import { BLOCK_ATTRIBUTES, MAX_INDENT, NODES } from '../schema/blocks.ts'
import { ALERTS } from './alerts.ts'
import { readInline } from './read-inline.ts'

/** Whether a text means to be Markdown: it has a sign that plain text has no use for. */
export const looksLikeMarkdown = (text: string): boolean =>
  /^(#{1,6} \S|\s*[-*+] \S|\s*\d{1,9}[.)] \S|> ?\S|```|\$\$$|\|.*\|\s*$|---$|<details>|\[TOC\]$)/m.test(text) ||
  /\*\*\S[^*]*\*\*|\[[^\]]+\]\([^)\s]+\)|~~\S[^~]*~~|`[^`\n]+`|<https?:\/\/[^\s<>]+>/.test(text) ||
  // A price is no formula: what has signs of one is.
  /(?<![\w$])\$(?=\S)[^$\n]*[\\^_{=][^$\n]*(?<=\S)\$(?![\w$])/.test(text)

export function readMarkdown(text: string): readonly DocumentNode[] {
  return new Reader(text.replaceAll(/\r\n?/g, '\n').split('\n')).nodes()
}

/** Names are given by whoever puts the nodes into a document. */
const block = (raw: Record<string, unknown>, content: readonly InlineNode[]): DocumentNode => ({
  name: 'block',
  id: '',
  attributes: readAttributes(BLOCK_ATTRIBUTES, (name) => raw[name]),
  content,
})

const node = (name: string, raw: Record<string, unknown>, children?: readonly DocumentNode[]): DocumentNode => {
  const attributes: Attributes = readAttributes(NODES[name]?.attributes ?? [], (key) => raw[key])
  return children ? { name, id: '', attributes, children } : { name, id: '', attributes }
}

const ITEM = /^(\s*)(?:([-*+])|(\d{1,9})[.)])(?:\s+(.*))?$/
const RULE = /^\s{0,3}(?:-(?:\s*-){2,}|\*(?:\s*\*){2,}|_(?:\s*_){2,})\s*$/
/** As deep as the item that it stands under, or at the margin. */
const FENCE = /^(\s*)(`{3,}|~{3,})\s*([^\s`]*)/
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/
const CONTENTS = /^\s{0,3}\[(?:TOC|\[_TOC_\])\]\s*$/
const STARTS_BLOCK = /^\s*(```|~~~)|^\s{0,3}(#{1,6}\s|>|\$\$\s*$|<details>)/

class Reader {
  readonly #lines: readonly string[]
  #at = 0
  /** Columns at which the markers of the open items stand, outermost first. */
  #open: number[] = []

  constructor(lines: readonly string[]) {
    this.#lines = lines
  }

  nodes(): readonly DocumentNode[] {
    const out: DocumentNode[] = []
    while (this.#at < this.#lines.length) {
      const line = this.#lines[this.#at] ?? ''
      if (line.trim() === '') this.#at += 1
      else out.push(...this.#next(line))
    }
    return out
  }

  #next(line: string): readonly DocumentNode[] {
    const item = RULE.test(line) ? null : ITEM.exec(line)
    if (item) return [this.#item(item)]
    if (!/^\s/.test(line)) this.#open = []
    const heading = /^\s{0,3}(#{1,6})\s+(.*?)(?:\s+#+)?\s*$/.exec(line)
    if (heading) {
      this.#at += 1
      return [block({ kind: 'heading', level: heading[1]?.length }, readInline(heading[2] ?? ''))]
    }
    if (RULE.test(line)) {
      this.#at += 1
      return [node('divider', {})]
    }
    if (CONTENTS.test(line)) {
      this.#at += 1
      return [node('contents', {})]
    }
    if (FENCE.test(line)) return [this.#fence(line)]
    if (/^\s{0,3}>/.test(line)) return this.#quote()
    if (/^\$\$\s*$/.test(line)) return [node('math', { source: this.#until(/^\$\$\s*$/) })]
    if (/^<details>/.test(line)) return [this.#toggle()]
    if (line.includes('|') && TABLE_RULE.test(this.#lines[this.#at + 1] ?? '')) return [this.#table()]
    return [this.#paragraph()]
  }

  /** Lines up to one that matches, which is passed over, as is the first. */
  #until(end: RegExp): string {
    const lines: string[] = []
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? ''
      if (end.test(line)) break
      lines.push(line)
    }
    this.#at += 1
    return lines.join('\n')
  }

  #fence(line: string): DocumentNode {
    const [, margin = '', fence = '```', language = ''] = FENCE.exec(line) ?? []
    const end = new RegExp(`^\\s{0,${margin.length + 3}}${fence}\\s*$`)
    const text = this.#until(end).replaceAll(new RegExp(`^[ \\t]{0,${margin.length}}`, 'gm'), '')
    const content = text === '' ? [] : [{ insert: text, marks: {} }]
    const indent = margin === '' ? 0 : Math.min(this.#open.length, MAX_INDENT)
    return block({ kind: 'code', indent, language: language === '' ? null : language }, content)
  }

  #item([, margin = '', bullet, number, rest = '']: RegExpExecArray): DocumentNode {
    const column = margin.replaceAll('\t', '    ').length
    // One column more or less is still the same level, as people write lists.
    while (this.#open.length > 0 && (this.#open.at(-1) ?? 0) > column + 1) this.#open.pop()
    if (this.#open.length === 0 || (this.#open.at(-1) ?? 0) + 1 < column) this.#open.push(column)
    const indent = Math.min(this.#open.length - 1, MAX_INDENT)
    const task = bullet === undefined ? null : /^\[([ xX])\](?:\s+(.*))?$/.exec(rest)
    const text = this.#wrapped(task ? (task[2] ?? '') : rest)
    const kind = task ? 'task' : number === undefined ? 'bullet' : 'ordered'
    return block({ kind, indent, checked: task ? task[1] !== ' ' : false }, readInline(text))
  }

  #paragraph(): DocumentNode {
    const [first = ''] = this.#lines.slice(this.#at)
    const image = /^!\[((?:\\.|[^\]\\])*)\]\(([^\s)]+)[^)]*\)\s*$/.exec(first)
    const src = image ? safeUrl(image[2]) : undefined
    if (image && src !== undefined) {
      this.#at += 1
      return node('image', { src, alt: (image[1] ?? '').replaceAll(/\\(.)/g, '$1') })
    }
    const indent = /^\s/.test(first) ? Math.min(this.#open.length, MAX_INDENT) : 0
    return block({ kind: 'paragraph', indent }, readInline(this.#wrapped(first.trim())))
  }

  /** A text that begins in this line, with the lines after it that go on with it. */
  #wrapped(first: string): string {
    const lines = [first]
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? ''
      const isTable = line.includes('|') && TABLE_RULE.test(this.#lines[this.#at + 1] ?? '')
      if (line.trim() === '' || STARTS_BLOCK.test(line) || ITEM.test(line) || RULE.test(line) || isTable) break
      lines.push(line.trim())
    }
    return lines.join('\n')
  }

  #quote(): readonly DocumentNode[] {
    const inner: string[] = []
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = /^\s{0,3}> ?(.*)$/.exec(this.#lines[this.#at] ?? '')
      if (!line) break
      inner.push(line[1] ?? '')
    }
    const alert = /^\[!([A-Z]+)\]\s*$/.exec(inner[0] ?? '')?.[1]
    const tone = alert === undefined ? undefined : ALERTS[alert]
    if (tone !== undefined) return [node('callout', { tone }, new Reader(inner.slice(1)).nodes())]
    return new Reader(inner)
      .nodes()
      .map((one) =>
        one.name === 'block' && one.attributes['kind'] === 'paragraph'
          ? { ...one, attributes: { ...one.attributes, kind: 'quote' } }
          : one,
      )
  }

  #toggle(): DocumentNode {
    const inner = this.#until(/^<\/details>\s*$/)
    const summary = /^<summary>([\s\S]*?)<\/summary>\n?/.exec(inner)
    const rest = new Reader(inner.slice(summary?.[0].length ?? 0).split('\n')).nodes()
    return node('toggle', {}, [block({ kind: 'paragraph' }, readInline(summary?.[1] ?? '')), ...rest])
  }

  #table(): DocumentNode {
    const rows: string[][] = []
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#lines[this.#at] ?? ''
      if (!line.includes('|')) break
      if (rows.length === 1 && TABLE_RULE.test(line)) continue
      rows.push(cellsOf(line))
    }
    const width = rows[0]?.length ?? 0
    const children = rows.map((cells) =>
      node(
        'row',
        {},
        Array.from({ length: width }, (_, index) =>
          node('cell', {}, [block({ kind: 'paragraph' }, readInline(cells[index] ?? ''))]),
        ),
      ),
    )
    return node('table', { headerRow: true }, children)
  }
}

const cellsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll('\\|', '|'))
