/**
 * HTML without script: the first paint, exports, mail. Lists, flat in the document, come out nested with ul, ol and li.
 * Everything that people wrote is escaped; addresses were checked when the attributes were read.
 */
import type { Attributes } from '../schema/attribute.ts'
import { isListKind } from '../schema/blocks.ts'
import { type EmbedValue, embedAttributes, embedText, markAttributes } from '../schema/inline.ts'
import type { DocumentNode, InlineNode } from './document-tree.ts'
import { outline } from './plain-text.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escapeHtml = (raw: unknown): string => String(raw).replace(/[&<>"']/g, (match) => ESCAPES[match] ?? '')

/** Where a file of the document is, by its id; undefined where there is no telling. */
export type AttachmentUrl = (id: string) => string | undefined

const nowhere: AttachmentUrl = () => undefined

/** @param all The document that `nodes` are of, for a list of its contents. */
export function staticHtml(
  nodes: readonly DocumentNode[],
  attachmentUrl: AttachmentUrl = nowhere,
  all = nodes,
): string {
  let html = ''
  /** Open lists, outermost first: the tag each will be closed by, and its indent. */
  const open: { tag: string; indent: number }[] = []
  const closeTo = (depth: number) => {
    for (const list of open.splice(depth).reverse()) html += `</li></${list.tag}>`
  }
  for (const node of nodes) {
    const { kind, indent } = node.attributes
    if (node.name !== 'block' || !isListKind(kind)) {
      if (open.length > 0) closeTo(0)
      html += nodeHtml(node, attachmentUrl, all)
      continue
    }
    const tag = kind === 'ordered' ? 'ol' : 'ul'
    const depth = Number(indent)
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) > depth) closeTo(open.length - 1)
    const current = open.at(-1)
    if (current && current.indent === depth && current.tag !== tag) closeTo(open.length - 1)
    const same = open.at(-1)
    if (same && same.indent === depth) html += '</li>'
    else {
      open.push({ tag, indent: depth })
      html += kind === 'task' ? '<ul class="tasks">' : `<${tag}>`
    }
    html += `<li id="${escapeHtml(node.id)}">${itemHtml(node)}`
  }
  if (open.length > 0) closeTo(0)
  return html
}

function itemHtml(node: DocumentNode): string {
  const inline = inlineHtml(node.content ?? [])
  if (node.attributes['kind'] !== 'task') return inline
  return `<input type="checkbox" disabled${node.attributes['checked'] === true ? ' checked' : ''}> ${inline}`
}

function nodeHtml(node: DocumentNode, attachmentUrl: AttachmentUrl, all: readonly DocumentNode[]): string {
  const { attributes } = node
  const id = ` id="${escapeHtml(node.id)}"`
  const inside = node.children ? staticHtml(node.children, attachmentUrl, all) : ''
  switch (node.name) {
    case 'block':
      return blockHtml(node, id)
    case 'callout':
      return `<aside${id} data-tone="${escapeHtml(attributes['tone'])}"${attributes['icon'] === null ? '' : ` data-icon="${escapeHtml(attributes['icon'])}"`}>${inside}</aside>`
    case 'toggle':
      return toggleHtml(node, id, attachmentUrl, all)
    case 'columns':
    case 'column': {
      const { width } = attributes
      const style = typeof width === 'number' ? ` style="flex-grow:${width}"` : ''
      return `<div${id} class="${node.name}"${style}>${inside}</div>`
    }
    case 'contents':
      return contentsHtml(all, id)
    case 'table':
      return `<table${id}><tbody>${(node.children ?? []).map((row, index) => rowHtml(row, index, node, attachmentUrl, all)).join('')}</tbody></table>`
    case 'divider':
      return '<hr>'
    case 'image':
    case 'video':
    case 'file':
      return fileHtml(node, id, attachmentUrl)
    case 'embed':
      return `<p${id}><a href="${escapeHtml(attributes['src'])}">${escapeHtml(attributes['src'])}</a></p>`
    case 'math':
      return `<pre${id} class="math">${escapeHtml(attributes['source'])}</pre>`
    default:
      return ''
  }
}

function blockHtml(node: DocumentNode, id: string): string {
  const inline = inlineHtml(node.content ?? [])
  const { kind, level, align, indent } = node.attributes
  const styles = [
    align === null ? '' : `text-align:${escapeHtml(align)}`,
    indent === 0 ? '' : `margin-inline-start:${Number(indent) * 1.5}em`,
  ].filter((style) => style !== '')
  const open = styles.length > 0 ? `${id} style="${styles.join(';')}"` : id
  if (kind === 'heading') return `<h${Number(level)}${open}>${inline}</h${Number(level)}>`
  if (kind === 'quote') return `<blockquote${open}><p>${inline}</p></blockquote>`
  if (kind === 'code') {
    const { language } = node.attributes
    const named = language === null ? '' : ` class="language-${escapeHtml(language)}"`
    return `<pre${id}><code${named}>${inline}</code></pre>`
  }
  return `<p${open}>${inline}</p>`
}

/** Links to the headings; an empty document has an empty list. */
function contentsHtml(all: readonly DocumentNode[], id: string): string {
  const items = outline(all).map(
    (entry) => `<li data-level="${entry.level}"><a href="#${escapeHtml(entry.id)}">${escapeHtml(entry.text)}</a></li>`,
  )
  return `<nav${id} class="contents"><ul>${items.join('')}</ul></nav>`
}

/** Where it cannot be reached from here, its name stands for it. */
function fileHtml({ name, attributes }: DocumentNode, id: string, attachmentUrl: AttachmentUrl): string {
  const { attachment, src, caption, alt, width, naturalWidth, naturalHeight } = attributes
  const address = typeof attachment === 'string' ? attachmentUrl(attachment) : String(src)
  const words = escapeHtml(attributes['name'] || alt || caption || address || '')
  if (!address) return words === '' ? '' : `<p${id}>${words}</p>`
  const from = ` src="${escapeHtml(address)}"`
  if (name === 'file') return `<p${id}><a href="${escapeHtml(address)}" download>${words}</a></p>`
  const size =
    typeof naturalWidth === 'number' && typeof naturalHeight === 'number'
      ? ` width="${Number(width ?? naturalWidth)}" height="${Math.round((Number(width ?? naturalWidth) * naturalHeight) / naturalWidth)}"`
      : typeof width === 'number'
        ? ` width="${width}"`
        : ''
  const shown =
    name === 'video' ? `<video${from}${size} controls></video>` : `<img${from} alt="${escapeHtml(alt)}"${size}>`
  const below = caption ? `<figcaption>${escapeHtml(caption)}</figcaption>` : ''
  return `<figure${id}>${shown}${below}</figure>`
}

/** A toggle's first block is its summary. */
function toggleHtml(
  node: DocumentNode,
  id: string,
  attachmentUrl: AttachmentUrl,
  all: readonly DocumentNode[],
): string {
  const [first, ...rest] = node.children ?? []
  const summary = first?.content ? inlineHtml(first.content) : ''
  return `<details${id} open><summary>${summary}</summary>${staticHtml(first?.content ? rest : (node.children ?? []), attachmentUrl, all)}</details>`
}

function rowHtml(
  row: DocumentNode,
  index: number,
  table: DocumentNode,
  attachmentUrl: AttachmentUrl,
  all: readonly DocumentNode[],
): string {
  const cells = (row.children ?? []).map((cell, column) => {
    const header =
      (index === 0 && table.attributes['headerRow'] === true) ||
      (column === 0 && table.attributes['headerColumn'] === true)
    const tag = header ? 'th' : 'td'
    const { color } = cell.attributes
    const ground = typeof color === 'string' ? ` data-color="${escapeHtml(color)}"` : ''
    return `<${tag}${ground}>${staticHtml(cell.children ?? [], attachmentUrl, all)}</${tag}>`
  })
  return `<tr>${cells.join('')}</tr>`
}

const TAGS: Readonly<Record<string, string>> = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
}

function inlineHtml(content: readonly InlineNode[]): string {
  return content
    .map(({ insert, marks }) => wrap(typeof insert === 'string' ? escapeHtml(insert) : embedHtml(insert), marks))
    .join('')
}

function wrap(inner: string, marks: Readonly<Record<string, unknown>>): string {
  let html = inner
  for (const [name, value] of Object.entries(marks)) {
    const attributes = markAttributes(name, value)
    const tag = TAGS[name]
    if (attributes === undefined) continue
    if (tag !== undefined) html = `<${tag}>${html}</${tag}>`
    else if (name === 'link') {
      if (attributes['href'] !== '')
        html = `<a href="${escapeHtml(attributes['href'])}" rel="noopener nofollow">${html}</a>`
    } else if (name === 'highlight') html = `<mark data-color="${escapeHtml(attributes['color'])}">${html}</mark>`
    else if (name === 'color') html = `<span data-color="${escapeHtml(attributes['color'])}">${html}</span>`
  }
  return html
}

function embedHtml(embed: EmbedValue): string {
  if (embed.type === 'hardBreak') return '<br>'
  const attributes = embedAttributes(embed)
  if (attributes === undefined) return ''
  if (embed.type === 'mention') return mentionHtml(attributes)
  const kind = embed.type === 'inlineMath' ? 'math' : embed.type
  return `<span class="${escapeHtml(kind)}">${escapeHtml(embedText(embed))}</span>`
}

function mentionHtml({ of, target, label }: Attributes): string {
  const text = escapeHtml(label === '' ? target : label)
  if (of === 'date') return `<time class="mention" datetime="${escapeHtml(target)}">${text}</time>`
  if (of === 'document')
    return `<a class="mention" href="/d/${escapeHtml(encodeURIComponent(String(target)))}">${text}</a>`
  return `<span class="mention">@${text}</span>`
}
