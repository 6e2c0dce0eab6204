/**
 * The beginning of a document as the page shows it before any script runs: the same elements, classes and attributes as
 * the editor's own drawing (packages/editor/src/schema/first-paint.test.ts holds the two together), so that the editor
 * takes its place without a jump. For exports, which want nested lists, there is static-html.ts.
 *
 * Everything that people wrote is escaped, and addresses were checked when the attributes were read.
 */
import { type Attributes, readAttributes, safeUrl } from '../schema/attribute.ts'
import { BLOCK_ATTRIBUTES, isListKind, nodeSpec } from '../schema/blocks.ts'
import { calloutIcon } from '../schema/callout-icon.ts'
import { type EmbedValue, embedAttributes, embedText, INLINE_LEAVES, MARKS, markAttributes } from '../schema/inline.ts'
import type { DocumentNode, InlineNode } from './document-tree.ts'
import { outline } from './plain-text.ts'
import { escapeHtml } from './static-html.ts'

export interface PageHtml {
  readonly html: string
  /** False when there is more than fits. */
  readonly complete: boolean
}

/** What the first screens hold, and a little more: the rest comes with the editor. In UTF-16 units. */
export const MAX_PAGE_HTML = 100_000

/** Marks around one another as the editor nests them, outermost first. */
const MARK_ORDER = ['link', 'bold', 'italic', 'underline', 'strike', 'code', 'highlight', 'color']

/** As the editor fills a line that has nothing on it, so that it is as high as one that has. */
const EMPTY_LINE = '<br class="ProseMirror-trailingBreak">'

const MAX_CONTENTS = 300

const TOGGLE_ARROW = '<button type="button" class="toggle-arrow" aria-expanded="true" disabled></button>'

export function pageHtml(nodes: readonly DocumentNode[], maxLength = MAX_PAGE_HTML): PageHtml {
  const page = new PageWriter(maxLength, nodes)
  const html = page.nodes(nodes)
  return { html, complete: page.complete }
}

class PageWriter {
  #left: number
  readonly #all: readonly DocumentNode[]
  complete = true

  /** @param all The document, for a list of its contents. */
  constructor(maxLength: number, all: readonly DocumentNode[]) {
    this.#left = maxLength
    this.#all = all
  }

  nodes(list: readonly DocumentNode[]): string {
    let html = ''
    for (const node of list) {
      if (this.#left <= 0) {
        this.complete = false
        break
      }
      html += this.#node(node)
    }
    return html
  }

  #node(node: DocumentNode): string {
    if (node.content) return this.#block(node, node.content)
    const { name, id } = node
    const attributes = readAttributes(nodeSpec(name)?.attributes ?? [], (key) => node.attributes[key])
    const data = { 'data-attributes': JSON.stringify(attributes), 'data-id': id }
    const inside = () => this.nodes(node.children ?? [])
    switch (name) {
      case 'table':
        return this.#table(node, attributes)
      case 'callout':
        return this.#element(
          'div',
          {
            ...data,
            'data-node': name,
            class: name,
            role: 'note',
            'data-tone': attributes['tone'],
            'data-icon': calloutIcon(attributes),
          },
          inside(),
        )
      case 'toggle':
        // Open, as long as nobody can say what was folded here; the arrow comes with who can press it.
        return this.#element(
          'div',
          { class: name, 'data-node': name, 'data-id': id },
          TOGGLE_ARROW + this.#element('div', { class: 'toggle-body' }, inside()),
        )
      case 'column': {
        const { width } = attributes
        const style = typeof width === 'number' ? `flex-grow: ${width};` : null
        return this.#element('div', { 'data-node': name, class: name, style, ...data }, inside())
      }
      case 'divider':
        return this.#open('hr', data)
      case 'image': {
        if (attributes['attachment'] !== null) return this.#file(node, attributes)
        const { src, alt, width } = attributes
        return this.#open('img', { src, alt, width, 'data-node': name, ...data })
      }
      case 'video':
      case 'file':
        return this.#file(node, attributes)
      case 'embed': {
        const src = safeUrl(attributes['src']) ?? null
        const words = escapeHtml(attributes['name'] || src || '')
        return this.#element('div', { 'data-node': name, class: name, ...data }, src ? this.#link(src, words) : words)
      }
      case 'contents':
        return this.#element('div', { class: name, 'data-node': name }, this.#contents())
      case 'math':
        return this.#element('div', { 'data-node': name, class: name, ...data }, escapeHtml(attributes['source']))
      default:
        if (nodeSpec(name) && node.children)
          return this.#element('div', { 'data-node': name, class: name, ...data }, inside())
        return this.#element('div', { class: 'unknown', 'data-unknown': name, contenteditable: 'false' }, '')
    }
  }

  /** As web/features/document/blocks/contents-view.ts draws it. */
  #contents(): string {
    const entries = outline(this.#all).slice(0, MAX_CONTENTS)
    if (entries.length === 0) return ''
    const highest = Math.min(...entries.map(({ level }) => level))
    const items = entries.map(({ id, level, text }) => {
      const link = this.#element('a', { href: `#${id}` }, escapeHtml(text))
      return this.#element('li', { 'data-level': Math.min(level - highest, 3) }, link)
    })
    return this.#element('ul', {}, items.join(''))
  }

  #block(node: DocumentNode, content: readonly InlineNode[]): string {
    const { kind, level, indent, checked, align, language } = readAttributes(
      BLOCK_ATTRIBUTES,
      (name) => node.attributes[name],
    )
    const shared = {
      'data-kind': kind,
      'data-id': node.id,
      'data-indent': indent === 0 ? null : indent,
      'data-align': align,
      style: align === null ? null : `text-align: ${align};`,
    }
    const text = this.#inline(content)
    if (kind === 'heading') return this.#element(`h${Number(level)}`, { ...shared, 'data-level': level }, text)
    if (kind === 'quote') return this.#element('blockquote', shared, text)
    if (kind === 'code') {
      const code = this.#element('code', {}, text)
      return this.#element('pre', { ...shared, 'data-language': language, spellcheck: 'false' }, code)
    }
    if (!isListKind(kind)) return this.#element('p', shared, text)
    const item = { role: 'listitem', 'aria-level': Number(indent) + 1 }
    if (kind !== 'task') return this.#element('div', { ...shared, role: 'list' }, this.#element('div', item, text))
    const box = this.#element(
      'span',
      {
        class: 'task-box',
        role: 'checkbox',
        'aria-checked': checked,
        'aria-labelledby': `${node.id}-text`,
        contenteditable: 'false',
        tabindex: '-1',
      },
      '',
    )
    const words = this.#element('div', { class: 'task-text', id: `${node.id}-text` }, text)
    return this.#element(
      'div',
      { ...shared, role: 'list', 'data-checked': checked },
      this.#element('div', item, box + words),
    )
  }

  /** Its place, as large as it will be: the page draws it (web/features/attachments) when it is there. */
  #file({ name, id }: DocumentNode, attributes: Attributes): string {
    const { width, naturalWidth, naturalHeight, align, caption } = attributes
    const side = align === 'left' ? 'flex-start' : align === 'right' ? 'flex-end' : 'center'
    const wide = width ?? naturalWidth
    const ratio = naturalWidth && naturalHeight ? `aspect-ratio: ${Number(naturalWidth) / Number(naturalHeight)};` : ''
    const size = `max-width: 100%; width: ${Number(wide ?? 320)}px; ${ratio}`
    const frame = this.#element('div', { style: size }, '')
    const below = caption ? this.#element('div', {}, escapeHtml(caption)) : ''
    const style = `display: flex; flex-direction: column; align-items: ${side}; margin: 0;`
    const words = escapeHtml(attributes['alt'] || attributes['name'] || '')
    const shown = name === 'file' ? this.#element('div', { style: `width: 100%; min-height: 4rem;` }, words) : frame
    return this.#element('figure', { 'data-node': name, 'data-id': id, style }, shown + below)
  }

  #table({ id, children = [] }: DocumentNode, { headerRow, headerColumn }: Attributes): string {
    const cell = ({ attributes, children: blocks = [] }: DocumentNode, role: string | null): string => {
      const { width, color = null } = attributes
      const style = typeof width === 'number' ? `width: ${width}px; min-width: ${width}px;` : null
      const ground = color === null ? null : 'highlight'
      return this.#element('td', { style, 'data-color': color, 'data-ground': ground, role }, this.nodes(blocks))
    }
    let rows = ''
    for (const [at, row] of children.entries()) {
      if (this.#left <= 0) {
        this.complete = false
        break
      }
      const roleAt = (column: number): string | null =>
        at === 0 && headerRow === true ? 'columnheader' : column === 0 && headerColumn === true ? 'rowheader' : null
      rows += this.#element('tr', {}, (row.children ?? []).map((one, column) => cell(one, roleAt(column))).join(''))
    }
    const data = { 'data-header-row': headerRow, 'data-header-column': headerColumn, 'data-id': id }
    const table = this.#element('table', data, this.#element('tbody', {}, rows))
    return this.#element('div', { class: 'table-frame' }, table)
  }

  #inline(content: readonly InlineNode[]): string {
    let html = ''
    let open: readonly Tag[] = []
    let last: InlineNode | undefined
    for (const piece of content) {
      if (this.#left <= 0) {
        this.complete = false
        break
      }
      last = piece
      const tags = tagsOf(piece.marks)
      let same = 0
      while (same < open.length && same < tags.length && open[same]?.open === tags[same]?.open) same += 1
      html += closing(open.slice(same))
      for (const tag of tags.slice(same)) html += this.#spend(tag.open)
      html += typeof piece.insert === 'string' ? this.#text(piece.insert) : this.#embed(piece.insert)
      open = tags
    }
    html += closing(open)
    const endsInText = typeof last?.insert === 'string' && !last.insert.endsWith('\n')
    return endsInText ? html : html + EMPTY_LINE
  }

  /** What does not fit is cut off, between characters. */
  #text(text: string): string {
    const fits = text.length <= this.#left
    if (!fits) this.complete = false
    return this.#spend(escapeHtml(fits ? text : text.slice(0, Math.max(0, this.#left)).toWellFormed()))
  }

  #embed(embed: EmbedValue): string {
    if (embed.type === 'hardBreak') return this.#spend('<br>')
    const attributes = embedAttributes(embed)
    if (attributes === undefined || !Object.hasOwn(INLINE_LEAVES, embed.type))
      return this.#element('span', { class: 'unknown', contenteditable: 'false' }, '\u25a1')
    const data = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`data-${name}`, value ?? '']))
    const words = escapeHtml(embedText(embed))
    return this.#element('span', { 'data-inline': embed.type, class: embed.type, ...data }, words)
  }

  #link(href: string, words: string): string {
    return this.#element('a', { href, rel: 'noopener nofollow', target: '_blank' }, words)
  }

  #open(tag: string, attributes: Readonly<Record<string, unknown>>): string {
    return this.#spend(openTag(tag, attributes))
  }

  #element(tag: string, attributes: Readonly<Record<string, unknown>>, inside: string): string {
    return this.#open(tag, attributes) + inside + this.#spend(`</${tag}>`)
  }

  #spend(html: string): string {
    this.#left -= html.length
    return html
  }
}

/** Attributes that are null are not there. */
function openTag(tag: string, attributes: Readonly<Record<string, unknown>>): string {
  const said = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined)
  return `<${tag}${said.map(([name, value]) => ` ${name}="${escapeHtml(value)}"`).join('')}>`
}

interface Tag {
  readonly open: string
  readonly name: string
}

const closing = (tags: readonly Tag[]): string =>
  tags
    .map(({ name }) => `</${name}>`)
    .reverse()
    .join('')

const STYLE_TAGS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
}

function tagsOf(marks: Readonly<Record<string, unknown>>): readonly Tag[] {
  const known = MARK_ORDER.filter((name) => isSet(marks[name]))
  const others = Object.keys(marks).filter((name) => !Object.hasOwn(MARKS, name) && isSet(marks[name]))
  return [...known, ...others].map((name) => {
    const attributes = markAttributes(name, marks[name])
    const tag = (element: string, said: Readonly<Record<string, unknown>> = {}): Tag => ({
      name: element,
      open: openTag(element, said),
    })
    if (!attributes) return tag('span', { 'data-unknown': name })
    if (name === 'link') {
      const href = safeUrl(attributes['href']) ?? null
      return tag('a', { href: href === '' ? null : href, rel: 'noopener nofollow', target: '_blank' })
    }
    if (name === 'highlight') return tag('mark', { 'data-color': attributes['color'], class: name })
    if (name === 'color') return tag('span', { 'data-color': attributes['color'], class: name })
    return tag(STYLE_TAGS[name] ?? 'span')
  })
}

const isSet = (value: unknown): boolean => value !== null && value !== undefined
