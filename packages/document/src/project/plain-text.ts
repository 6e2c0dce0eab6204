/** Text without looks: for search, previews, titles and word counts. */
import { embedText } from '../schema/inline.ts'
import { blocksOf, type DocumentNode } from './document-tree.ts'

export const blockText = (block: DocumentNode): string =>
  (block.content ?? []).map(({ insert }) => (typeof insert === 'string' ? insert : embedText(insert))).join('')

/** What a picture, video or file is found by; empty for any other node. */
const fileText = ({ name, attributes }: DocumentNode): string =>
  name === 'image' || name === 'video' || name === 'file'
    ? [attributes['caption'], attributes['alt'], attributes['name']].filter(Boolean).join(' ')
    : ''

function* lines(nodes: readonly DocumentNode[]): Generator<string> {
  for (const node of nodes) {
    if (node.content) yield blockText(node)
    else if (node.children) yield* lines(node.children)
    else if (fileText(node) !== '') yield fileText(node)
  }
}

/** One line a block, in reading order. */
export const plainText = (nodes: readonly DocumentNode[]): string => [...lines(nodes)].join('\n')

/** Longest title in UTF-16 units; a longer first line is cut at a word where there is one. */
export const MAX_TITLE_LENGTH = 200

/** The first line that says something; empty for an empty document. */
export function documentTitle(nodes: readonly DocumentNode[]): string {
  for (const block of blocksOf(nodes)) {
    const line = blockText(block).replace(/\s+/g, ' ').trim()
    if (line === '') continue
    if (line.length <= MAX_TITLE_LENGTH) return line
    const cut = line.slice(0, MAX_TITLE_LENGTH)
    const lastSpace = cut.lastIndexOf(' ')
    return lastSpace > MAX_TITLE_LENGTH / 2 ? cut.slice(0, lastSpace) : cut.toWellFormed().replace(/\uFFFD$/, '')
  }
  return ''
}

export interface OutlineEntry {
  readonly id: string
  readonly level: number
  readonly text: string
}

/** The headings that say something, in reading order. */
export function outline(nodes: readonly DocumentNode[]): readonly OutlineEntry[] {
  const entries: OutlineEntry[] = []
  for (const block of blocksOf(nodes)) {
    const text = blockText(block).trim()
    if (block.attributes['kind'] !== 'heading' || text === '') continue
    entries.push({ id: block.id, level: Number(block.attributes['level']), text })
  }
  return entries
}

/** Words by Unicode's rules, so that Korean, Japanese and Chinese are counted as their readers would. */
export function wordCount(nodes: readonly DocumentNode[]): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
  let words = 0
  for (const block of blocksOf(nodes))
    for (const segment of segmenter.segment(blockText(block))) if (segment.isWordLike === true) words += 1
  return words
}
