/** Marks and inline leaves: the names they have in Yjs (formatting attributes, embeds) and in the editor alike. */
import { type AttributeSpec, type Attributes, oneOf, readAttributes, safeUrl, text } from './attribute.ts'

/** Names of colours; what each looks like is the theme's. */
export const COLORS = ['gray', 'brown', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const

/** A mark without attributes is stored as `true`, one with them as an object. */
export const MARKS: Readonly<Record<string, readonly AttributeSpec[]>> = {
  link: [{ name: 'href', fallback: '', parse: safeUrl }],
  bold: [],
  italic: [],
  underline: [],
  strike: [],
  code: [],
  highlight: [oneOf('color', COLORS, 'yellow')],
  color: [oneOf('color', COLORS, 'gray')],
}

/** Inline leaves. In Yjs an embed `{ type, …attributes }`. */
export const INLINE_LEAVES: Readonly<Record<string, readonly AttributeSpec[]>> = {
  hardBreak: [],
  mention: [oneOf('of', ['person', 'document', 'date'], 'person'), text('target', 100), text('label', 200)],
  inlineMath: [text('source', 4000)],
  emoji: [text('name', 100)],
}

export type EmbedValue = { readonly type: string } & Readonly<Record<string, unknown>>

const isRecord = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

/** Any embed has a type; what has none is kept under the name `unknown`. */
export const toEmbed = (raw: unknown): EmbedValue =>
  isRecord(raw) ? { ...raw, type: typeof raw['type'] === 'string' ? raw['type'] : 'unknown' } : { type: 'unknown' }

/** The attributes of a known mark, or undefined for one that is not known here (or whose link leads nowhere safe). */
export function markAttributes(name: string, value: unknown): Attributes | undefined {
  const specs = Object.hasOwn(MARKS, name) ? MARKS[name] : undefined
  if (!specs) return undefined
  return readAttributes(specs, (key) => (isRecord(value) ? value[key] : undefined))
}

/** The attributes of a known inline leaf, or undefined for one that is not known here. */
export function embedAttributes(embed: EmbedValue): Attributes | undefined {
  const specs = Object.hasOwn(INLINE_LEAVES, embed.type) ? INLINE_LEAVES[embed.type] : undefined
  return specs && readAttributes(specs, (key) => embed[key])
}

/** What an embed reads as in plain text. */
export function embedText(embed: EmbedValue): string {
  if (embed.type === 'hardBreak') return '\n'
  const attributes = embedAttributes(embed)
  const shown = attributes?.['label'] || (attributes?.['target'] ?? attributes?.['source'] ?? attributes?.['name'])
  return typeof shown === 'string' ? shown : ''
}
