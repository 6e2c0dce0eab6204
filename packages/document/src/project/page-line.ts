/** What stands on one line of a block: text in its marks, and what stands in text. Part of `page-html.ts`. */
import { safeUrl } from '../schema/attribute.ts'
import { type EmbedValue, embedAttributes, embedText, INLINE_LEAVES, MARKS, markAttributes } from '../schema/inline.ts'
import { type BoundedHtml, openTag } from './bounded-html.ts'
import type { InlineNode } from './document-tree.ts'
import { escapeHtml } from './static-html.ts'

/** Marks around one another as the editor nests them, outermost first. */
const MARK_ORDER = ['link', 'bold', 'italic', 'underline', 'strike', 'code', 'highlight', 'color']

/** As the editor fills a line that has nothing on it, so that it is as high as one that has. */
const EMPTY_LINE = '<br class="ProseMirror-trailingBreak">'

/** A line of text with its marks; empty or not, it is as high as the editor makes it. */
export function lineHtml(out: BoundedHtml, content: readonly InlineNode[]): string {
  let html = ''
  let open: readonly Tag[] = []
  let last: InlineNode | undefined
  for (const piece of content) {
    if (out.leavesOff()) break
    last = piece
    const tags = tagsOf(piece.marks)
    let same = 0
    while (same < open.length && same < tags.length && open[same]?.open === tags[same]?.open) same += 1
    html += closing(open.slice(same))
    for (const tag of tags.slice(same)) html += out.spend(tag.open)
    html += typeof piece.insert === 'string' ? out.text(piece.insert) : embedHtml(out, piece.insert)
    open = tags
  }
  html += closing(open)
  const endsInText = typeof last?.insert === 'string' && !last.insert.endsWith('\n')
  return endsInText ? html : html + EMPTY_LINE
}

function embedHtml(out: BoundedHtml, embed: EmbedValue): string {
  if (embed.type === 'hardBreak') return out.spend('<br>')
  const attributes = embedAttributes(embed)
  if (attributes === undefined || !Object.hasOwn(INLINE_LEAVES, embed.type))
    return out.element('span', { class: 'unknown', contenteditable: 'false' }, '\u25a1')
  const data = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`data-${name}`, value ?? '']))
  const words = escapeHtml(embedText(embed))
  return out.element('span', { 'data-inline': embed.type, class: embed.type, ...data }, words)
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
