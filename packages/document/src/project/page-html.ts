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
import { BoundedHtml } from './bounded-html.ts'
import type { DocumentNode, InlineNode } from './document-tree.ts'
import { lineHtml } from './page-line.ts'
import { outline } from './plain-text.ts'
import { escapeHtml } from './static-html.ts'

export interface PageHtml {
  readonly html: string
  /** False when there is more than fits. */
  readonly complete: boolean
}

/**
 * What the first screens hold, and a little more: the rest comes with the editor. In UTF-16 units. More keeps the
 * browser at laying it out, twice where a font comes later, while the scripts wait: 100,000 took 150 ms longer.
 */
export const MAX_PAGE_HTML = 40_000

const MAX_CONTENTS = 300

const TOGGLE_ARROW = '<button type="button" class="toggle-arrow" aria-expanded="true" disabled></button>'

export function pageHtml(nodes: readonly DocumentNode[], maxLength = MAX_PAGE_HTML): PageHtml {
  const out = new BoundedHtml(maxLength)
  const html = new PageWriter(out, nodes).nodes(nodes)
  return { html, complete: out.complete }
}

class PageWriter {
  readonly #out: BoundedHtml
  readonly #all: readonly DocumentNode[]

  /** @param all The document, for a list of its contents. */
  constructor(out: BoundedHtml, all: readonly DocumentNode[]) {
    this.#out = out
    this.#all = all
  }

  nodes(list: readonly DocumentNode[]): string {
    let html = ''
    for (const node of list) {
      if (this.#out.leavesOff()) break
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
        return this.#out.element(
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
        return this.#out.element(
          'div',
          { class: name, 'data-node': name, 'data-id': id },
          TOGGLE_ARROW + this.#out.element('div', { class: 'toggle-body' }, inside()),
        )
      case 'column': {
        const { width } = attributes
        const style = typeof width === 'number' ? `flex-grow: ${width};` : null
        return this.#out.element('div', { 'data-node': name, class: name, style, ...data }, inside())
      }
      case 'divider':
        return this.#out.open('hr', data)
      case 'image': {
        if (attributes['attachment'] !== null) return this.#file(node, attributes)
        const { src, alt, width } = attributes
        return this.#out.open('img', { src, alt, width, 'data-node': name, ...data })
      }
      case 'video':
      case 'file':
        return this.#file(node, attributes)
      case 'embed': {
        const src = safeUrl(attributes['src']) ?? null
        const words = escapeHtml(attributes['name'] || src || '')
        return this.#out.element(
          'div',
          { 'data-node': name, class: name, ...data },
          src ? this.#link(src, words) : words,
        )
      }
      case 'contents':
        return this.#out.element('div', { class: name, 'data-node': name }, this.#contents())
      case 'math':
        return this.#out.element('div', { 'data-node': name, class: name, ...data }, escapeHtml(attributes['source']))
      default:
        if (nodeSpec(name) && node.children)
          return this.#out.element('div', { 'data-node': name, class: name, ...data }, inside())
        return this.#out.element('div', { class: 'unknown', 'data-unknown': name, contenteditable: 'false' }, '')
    }
  }

  /** As web/features/document/blocks/contents-view.ts draws it. */
  #contents(): string {
    const entries = outline(this.#all).slice(0, MAX_CONTENTS)
    if (entries.length === 0) return ''
    const highest = Math.min(...entries.map(({ level }) => level))
    const items = entries.map(({ id, level, text }) => {
      const link = this.#out.element('a', { href: `#${id}` }, escapeHtml(text))
      return this.#out.element('li', { 'data-level': Math.min(level - highest, 3) }, link)
    })
    return this.#out.element('ul', {}, items.join(''))
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
    const text = lineHtml(this.#out, content)
    if (kind === 'heading') return this.#out.element(`h${Number(level)}`, { ...shared, 'data-level': level }, text)
    if (kind === 'quote') return this.#out.element('blockquote', shared, text)
    if (kind === 'code') {
      const code = this.#out.element('code', {}, text)
      return this.#out.element('pre', { ...shared, 'data-language': language, spellcheck: 'false' }, code)
    }
    if (!isListKind(kind)) return this.#out.element('p', shared, text)
    const item = { role: 'listitem', 'aria-level': Number(indent) + 1 }
    if (kind !== 'task')
      return this.#out.element('div', { ...shared, role: 'list' }, this.#out.element('div', item, text))
    const box = this.#out.element(
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
    const words = this.#out.element('div', { class: 'task-text', id: `${node.id}-text` }, text)
    return this.#out.element(
      'div',
      { ...shared, role: 'list', 'data-checked': checked },
      this.#out.element('div', item, box + words),
    )
  }

  /** Its place, as large as it will be: the page draws it (web/features/attachments) when it is there. */
  #file({ name, id }: DocumentNode, attributes: Attributes): string {
    const { width, naturalWidth, naturalHeight, align, caption } = attributes
    const side = align === 'left' ? 'flex-start' : align === 'right' ? 'flex-end' : 'center'
    const wide = width ?? naturalWidth
    const ratio = naturalWidth && naturalHeight ? `aspect-ratio: ${Number(naturalWidth) / Number(naturalHeight)};` : ''
    const size = `max-width: 100%; width: ${Number(wide ?? 320)}px; ${ratio}`
    const frame = this.#out.element('div', { style: size }, '')
    const below = caption ? this.#out.element('div', {}, escapeHtml(caption)) : ''
    const style = `display: flex; flex-direction: column; align-items: ${side}; margin: 0;`
    const words = escapeHtml(attributes['alt'] || attributes['name'] || '')
    const shown = name === 'file' ? this.#out.element('div', { style: `width: 100%; min-height: 4rem;` }, words) : frame
    return this.#out.element('figure', { 'data-node': name, 'data-id': id, style }, shown + below)
  }

  #table({ id, children = [] }: DocumentNode, { headerRow, headerColumn }: Attributes): string {
    const cell = ({ attributes, children: blocks = [] }: DocumentNode, role: string | null): string => {
      const { width, color = null } = attributes
      const style = typeof width === 'number' ? `width: ${width}px; min-width: ${width}px;` : null
      const ground = color === null ? null : 'highlight'
      return this.#out.element('td', { style, 'data-color': color, 'data-ground': ground, role }, this.nodes(blocks))
    }
    let rows = ''
    for (const [at, row] of children.entries()) {
      if (this.#out.leavesOff()) break
      const roleAt = (column: number): string | null =>
        at === 0 && headerRow === true ? 'columnheader' : column === 0 && headerColumn === true ? 'rowheader' : null
      rows += this.#out.element('tr', {}, (row.children ?? []).map((one, column) => cell(one, roleAt(column))).join(''))
    }
    const data = { 'data-header-row': headerRow, 'data-header-column': headerColumn, 'data-id': id }
    const table = this.#out.element('table', data, this.#out.element('tbody', {}, rows))
    return this.#out.element('div', { class: 'table-frame' }, table)
  }

  #link(href: string, words: string): string {
    return this.#out.element('a', { href, rel: 'noopener nofollow', target: '_blank' }, words)
  }
}
